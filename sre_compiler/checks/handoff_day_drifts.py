"""Turns do not keep to the day of their hand-off.

A day of the week says when turns change only if a turn is whole weeks long, and the first turn begins on that day. Otherwise only
the first hand-off is on it, or the first turn begins later than `starts` says.

Bad:

    every: 10d
    handoff: {day: mon, at: "09:00"}

Good:

    every: 2w
    handoff: {day: mon, at: "09:00"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rotas import own_layers
from sre_compiler.diagnostics import Diagnostic, Place, Related, Severity
from sre_compiler.program.oncall import Layer
from sre_compiler.program.program import Setting
from sre_compiler.units import DAY

SEVERITY = Severity.WARNING
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for policy in project.oncall_policies:
        for _, layer, place in own_layers(policy):
            if layer.handoff_day is not None:
                yield from _findings(layer, layer.handoff_day, place)


def _findings(layer: Layer, day: str, place: Place) -> Iterator[Diagnostic]:
    first = _weekday(layer.starts)
    if layer.every.in_seconds % (7 * DAY):
        label = f"turns of {layer.every} change on other days too"
        yield _finding(place, label, "use whole weeks, or remove `day`", place.at("every"))
    elif day != first:
        label = f"`starts` is a {first}, so the first turn begins on the {day} after it"
        yield _finding(place, label, "let `starts` be the day of the first hand-off", place.at("starts"))


def _weekday(day: str) -> str:
    from datetime import date

    return _DAYS[date.fromisoformat(day).weekday()]


def _finding(place: Place, label: str, advice: str, other: Place) -> Diagnostic:
    return Diagnostic(
        "handoff-day-drifts",
        SEVERITY,
        f"`{other.path[-1]}` does not fit the day of the hand-off",
        place.at("handoff", "day"),
        label=label,
        help=advice,
        related=(Related(other, "does not fit it"),),
    )
