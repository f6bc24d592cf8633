"""The times of a severity contradict each other.

Alertmanager looks at a group every `group_interval`, first after `group_wait`. A longer `group_wait` makes the first message
later than the second would be; a repetition can only fall on one of the looks, so a `repeat_interval` that is shorter, or no
multiple, means something else than it says. What is left out is Alertmanager's default: 30s, 5m, 4h.

Bad:

    timing: {group_wait: 10m, group_interval: 5m, repeat_interval: 4h}
    timing: {group_wait: 30s, group_interval: 5m, repeat_interval: 12m}

Good:

    timing: {group_wait: 30s, group_interval: 5m, repeat_interval: 4h}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.program.program import Setting
from sre_compiler.program.severities import Severity as Step
from sre_compiler.units import Duration

SEVERITY = Severity.WARNING
_WAIT, _INTERVAL, _REPEAT = Duration.seconds(30), Duration.seconds(300), Duration.seconds(4 * 3_600)


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for severity in project.severities:
        yield from _findings(severity)


def _findings(severity: Step) -> Iterator[Diagnostic]:
    timing, place = severity.timing, severity.place.at("timing")
    wait, interval = timing.group_wait or _WAIT, timing.group_interval or _INTERVAL
    repeat = timing.repeat_interval or _REPEAT
    if wait > interval:
        where = place.at("group_wait" if timing.group_wait else "group_interval")
        said = f"`group_wait` of {wait} is longer than `group_interval` of {interval}"
        yield _finding(where, said, f"make `group_wait` at most {interval}")
    where = place.at("repeat_interval" if timing.repeat_interval else "group_interval")
    if repeat < interval:
        said = f"`repeat_interval` of {repeat} is shorter than `group_interval` of {interval}"
        yield _finding(where, said, f"make `repeat_interval` at least {interval}")
    elif repeat.milliseconds % interval.milliseconds:
        said = f"`repeat_interval` of {repeat} is no multiple of `group_interval` of {interval}"
        times = repeat.milliseconds // interval.milliseconds
        one, other = (Duration(interval.milliseconds * number) for number in (times, times + 1))
        yield _finding(where, said, f"make `repeat_interval` {one} or {other}")


def _finding(where: Place, said: str, advice: str) -> Diagnostic:
    label = "Alertmanager will not do what this says"
    return Diagnostic("timing-contradiction", SEVERITY, said, where, label=label, help=advice)
