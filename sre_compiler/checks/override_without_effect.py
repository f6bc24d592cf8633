"""An override changes nothing.

Its person is on call at that time anyway, or it ends before it begins once its times are taken to the same clock. Somebody believes
to have a free day.

Bad:

    # ana has the week from 2026-03-09
    overrides:
      - {person: ana, from: "2026-03-10T09:00", to: "2026-03-11T09:00"}

Good:

    overrides:
      - {person: bo, from: "2026-03-10T09:00", to: "2026-03-11T09:00"}
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sre_compiler.checks._rotas import Rota, overrides, worked_out
from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.program.oncall import Override, Schedule
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for rota in worked_out(project):
        plain = _without_overrides(rota)
        for schedule, place, one, (start, end) in overrides(rota):
            if start >= end:
                yield _finding(place.at("to"), f"not later than {one.start}", "correct one of the two times")
            elif (
                start < rota.horizon.end and end > rota.horizon.start and _is_on_call(plain, schedule, one, start, end)
            ):
                yield _finding(
                    place.at("person"), "has this turn anyway", "name who takes over, or remove the override"
                )


def _without_overrides(rota: Rota) -> Rota:
    schedules = tuple(replace(one, overrides=()) for one in rota.policy.schedules)
    return Rota(replace(rota.policy, schedules=schedules), rota.horizon)


def _is_on_call(rota: Rota, schedule: Schedule, one: Override, start: int, end: int) -> bool:
    """Whether the person has all of this time without the override."""
    from sre_compiler import rotas

    own = rotas.union((shift.start, shift.end) for shift in rota.shifts(schedule.name) if shift.person == one.person)
    looked_at = [(max(start, rota.horizon.start), min(end, rota.horizon.end))]
    return not rotas.difference(looked_at, own)


def _finding(where: Place, label: str, advice: str) -> Diagnostic:
    return Diagnostic(
        "override-without-effect", SEVERITY, "an override changes nothing", where, label=label, help=advice
    )
