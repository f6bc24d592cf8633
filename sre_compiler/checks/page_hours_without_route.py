"""The mounted configuration drops a page at some hours.

A route that is muted, or outside of its active times, takes an alert and tells nobody; the alert is not offered to the route above.
Where no route beside it sends at these hours, nobody is told, and the alert looks active all the same.

Bad:

    - matchers: ['team="db"', 'severity="sev1"']
      receiver: db
      active_time_intervals: [office]

Good:

    - matchers: ['team="db"', 'severity="sev1"']
      receiver: db
      active_time_intervals: [office]
      continue: true
    - matchers: ['team="db"', 'severity="sev1"']
      receiver: db-night
      mute_time_intervals: [office]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sre_compiler.checks._rotas import hours, shown
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Setting

if TYPE_CHECKING:  # routes are worked out where there is a base
    from sre_compiler.routing import Configuration, Route

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    if project.base is None:
        return
    from sre_compiler import routing

    whole = routing.configuration(project)
    for path in routing.paths(whole.route):
        if path[-1].place is not None and (path[-1].active or path[-1].mute) and _pages(project, path):
            yield from _silent(project, whole, path)


def _pages(project: Setting, path: tuple[Route, ...]) -> bool:
    """Whether the route asks for the severity of a page."""
    pages = {value for one in project.severities if one.response == "page" for value in (one.name, *one.also)}
    asked = [one for route in path for one in route.matchers if one.name == project.labels.severity]
    return any(one.op == "=" and one.value in pages for one in asked)


def _silent(project: Setting, whole: Configuration, path: tuple[Route, ...]) -> Iterator[Diagnostic]:
    from sre_compiler import rotas, routing

    horizon = rotas.horizon(project.project)
    labels = routing.example(path)
    if horizon is None or labels is None:
        return
    try:
        taken = [one.route for one in routing.destinations(whole, labels)]
    except routing.UntriedError:
        return
    silent = routing.silent(whole, taken, horizon) if path[-1] in taken else []
    if silent:
        total = hours(sum(end - start for start, end in silent))
        yield Diagnostic(
            "page-hours-without-route",
            SEVERITY,
            f"a page is dropped at some hours, first on {shown(silent[0][0])} UTC",
            path[-1].place,
            label=f"told to nobody for {total} of the calendar horizon",
            help="add `continue: true` here and a route for the other hours behind it",
        )
