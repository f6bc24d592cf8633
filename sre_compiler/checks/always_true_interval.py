"""A time interval of the mounted configuration is true at all times.

An item without conditions holds always, and the items of an interval are alternatives: with such an item the others mean nothing.
`times` and `weekdays` that belong together stand in one item. A route that is active then is never off, one that is muted then
never sends. `amtool check-config` says nothing of it.

Bad:

    time_intervals:
      - name: office
        time_intervals:
          - {}

Good:

    time_intervals:
      - name: office
        time_intervals:
          - {weekdays: ['monday:friday'], times: [{start_time: "09:00", end_time: "17:00"}], location: Europe/Berlin}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    base = project.base
    if base is None:
        return
    from sre_compiler import routing

    for key in ("time_intervals", "mute_time_intervals"):
        for place, interval in base.items(key):
            for where, hours in routing.times(interval, place):
                if routing.is_always(hours):
                    yield Diagnostic(
                        "always-true-interval",
                        SEVERITY,
                        "this interval is true at all times",
                        where,
                        label="nothing in it says when",
                        help="say when, all in one item: `{weekdays: ['monday:friday'], times: […], location: …}`, or remove it",
                    )
