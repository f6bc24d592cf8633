"""Somebody is the first to be called for two policies at the same time.

Two outages at once, which often have one cause, call the same person twice; one of them waits until the next step. Only the
first steps of policies are compared.

Bad:

    # metadata: {name: shop}
    rosters: [{people: [ana, bo]}]
    # metadata: {name: platform}, with turns on the same days
    rosters: [{people: [ana, cy]}]

Good:

    # metadata: {name: shop}
    rosters: [{people: [ana, bo]}]
    # metadata: {name: platform}
    rosters: [{people: [cy, di]}]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sre_compiler.checks._rotas import Rota, hours, people, span, worked_out
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.program import Setting
from sre_compiler.program.teams import users

if TYPE_CHECKING:  # time zones are loaded when somebody is on call
    from sre_compiler.rotas import Interval

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    from sre_compiler import rotas

    booked: dict[str, list[tuple[Rota, list[Interval]]]] = {}
    for rota in worked_out(project):
        for person in people(rota.policy) if users(project.teams, rota.policy.name) else ():
            first = _first(rota, person)
            other = next((one for one, taken in booked.get(person, ()) if rotas.intersection(first, taken)), None)
            if other is not None:
                yield _finding(other, rota, person, rotas.intersection(first, _first(other, person)))
            else:
                booked.setdefault(person, []).append((rota, first))


def _first(rota: Rota, person: str) -> list[Interval]:
    """When the first step of a policy calls somebody by a schedule."""
    from sre_compiler import rotas

    names = [name for noun, name in rota.policy.escalation[0].call if noun == "schedule"]
    shifts = (shift for name in names for shift in rota.shifts(name))
    return rotas.union((shift.start, shift.end) for shift in shifts if shift.person == person)


def _finding(one: Rota, other: Rota, person: str, both: list[tuple[int, int]]) -> Diagnostic:
    place = "spec", "escalation", 0, "call"
    return Diagnostic(
        "double-booked",
        SEVERITY,
        f"{person} is called first by `{one.policy.name}` and `{other.policy.name}` for {hours(sum(b - a for a, b in both))}",
        other.policy.place.at(*place),
        label=f"{'first ' if len(both) > 1 else ''}both from {span(other, *both[0])}",
        help=f"take {person} out of one of the rosters, or let the turns change places",
        related=(Related(one.policy.place.at(*place), "called here as well"),),
    )
