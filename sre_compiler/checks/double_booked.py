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
from itertools import combinations

from sre_compiler.checks._rotas import Rota, hours, people, span, users, worked_out
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    called = [rota for rota in worked_out(project) if users(project, rota.policy)]
    persons = [frozenset(people(rota.policy)) for rota in called]
    for (one, here), (other, there) in combinations(zip(called, persons, strict=True), 2):
        for person in sorted(here & there):
            both = _both(one, other, person)
            if both:
                yield _finding(one, other, person, both)


def _both(one: Rota, other: Rota, person: str) -> list[tuple[int, int]]:
    from sre_compiler import rotas

    return rotas.intersection(_first(one, person), _first(other, person))


def _first(rota: Rota, person: str) -> list[tuple[int, int]]:
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
