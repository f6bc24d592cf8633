"""Setting → the Alertmanager configuration as values, and what it does with an alert at any instant.

In: teams, severities, calendars and burn-rate policies of the Program. Out: a `Configuration`: the tree of routes, receivers,
inhibition and time intervals; who is told of a set of labels, and when. Must not: write YAML, read files, or judge.
"""

from sre_compiler.routing.configuration import (
    Configuration,
    Hours,
    Inhibition,
    Integration,
    Matcher,
    Receiver,
    Route,
    Timing,
)
from sre_compiler.routing.identity import Moved, moved, reordered
from sre_compiler.routing.model import Destination, UntriedError, destinations, inhibited, is_sent
from sre_compiler.routing.mounting import configuration as loaded
from sre_compiler.routing.mounting import parsed, read, times
from sre_compiler.routing.plan import REPEAT_INTERVAL
from sre_compiler.routing.reach import example, paths, unreachable
from sre_compiler.routing.sent import is_always, silent, stretches
from sre_compiler.routing.whole import configuration, own, walk

__all__ = [
    "REPEAT_INTERVAL",
    "Configuration",
    "Destination",
    "Hours",
    "Inhibition",
    "Integration",
    "Matcher",
    "Moved",
    "Receiver",
    "Route",
    "Timing",
    "UntriedError",
    "configuration",
    "destinations",
    "example",
    "inhibited",
    "is_always",
    "is_sent",
    "loaded",
    "moved",
    "own",
    "parsed",
    "paths",
    "read",
    "reordered",
    "silent",
    "stretches",
    "times",
    "unreachable",
    "walk",
]
