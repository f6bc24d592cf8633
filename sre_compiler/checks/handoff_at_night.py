"""Turns change at night or at the weekend.

Whoever takes over should hear from whoever leaves what is going on. At such a time neither is at work, so that it is not said.

Bad:

    handoff: {day: sat, at: "03:00"}

Good:

    handoff: {day: mon, at: "09:00"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rotas import own_layers
from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.kinds import option
from sre_compiler.program.program import Setting
from sre_compiler.units import DAY

SEVERITY = Severity.INFO
EARLIEST = option.time_of_day("earliest", "06:00", "From when turns may change.")
LATEST = option.time_of_day("latest", "22:00", "Until when turns may change, this time not included.")
WEEKEND = option.days("weekend", ("sat", "sun"), "The days on which nobody is at work.")


def check_project(project: Setting) -> Iterator[Diagnostic]:
    earliest, latest, weekend = project.option(EARLIEST), project.option(LATEST), project.option(WEEKEND)
    for policy in project.oncall_policies:
        for _, layer, place in own_layers(policy):
            if layer.every.in_seconds < DAY or layer.hours:
                continue
            if not _is_between(layer.handoff_at, earliest, latest):
                yield _finding(place.at("handoff", "at"), f"at {layer.handoff_at} nobody hands over in person")
            elif layer.handoff_day in weekend:
                yield _finding(place.at("handoff", "day"), "at the weekend nobody is at work")


def _is_between(time: str, first: str, last: str) -> bool:
    """Hours that end before they begin, or when, go on past midnight."""
    return first <= time < last if first < last else time >= first or time < last


def _finding(where: Place, why: str) -> Diagnostic:
    return Diagnostic(
        "handoff-at-night",
        SEVERITY,
        "turns change when nobody is at work",
        where,
        label=why,
        help='hand over on a working day, for example `handoff: {day: mon, at: "09:00"}`',
    )
