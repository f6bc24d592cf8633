"""Two steps of the escalation call the same person.

Who did not answer the first call is called again, and nobody else. Schedules in step with each other, or an override in one of
them, bring it about.

Bad:

    # two people take turns, and `turns: -2` is the same one again
    schedules:
      - {name: primary, layers: […]}
      - {name: secondary, follows: {schedule: primary, turns: -2}}

Good:

    schedules:
      - {name: primary, layers: […]}
      - {name: secondary, follows: {schedule: primary, turns: -1}}
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sre_compiler.checks._rotas import Rota, hours, span, worked_out
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for rota in worked_out(project):
        steps = [(index, step.call[0]) for index, step in enumerate(rota.policy.escalation) if len(step.call) == 1]
        called = [(index, name) for index, (noun, name) in steps if noun == "schedule"]
        for (index, name), (later, other) in pairwise(called):
            if name != other and later == index + 1:
                yield from _both(rota, index, name, other)


def _both(rota: Rota, index: int, name: str, other: str) -> Iterator[Diagnostic]:
    from sre_compiler import rotas

    found: list[tuple[int, int, str]] = []
    for person in {shift.person for shift in rota.shifts(name)}:
        one, two = ([(s.start, s.end) for s in rota.shifts(each) if s.person == person] for each in (name, other))
        found += [(start, end, person) for start, end in rotas.intersection(rotas.union(one), rotas.union(two))]
    if found:
        yield _finding(rota, (name, other), sorted(found), index)


def _finding(rota: Rota, names: tuple[str, str], found: list[tuple[int, int, str]], index: int) -> Diagnostic:
    start, end, person = found[0]
    place = rota.policy.place.at("spec", "escalation")
    return Diagnostic(
        "primary-is-secondary",
        SEVERITY,
        f"`{names[0]}` and `{names[1]}` call the same person for {hours(sum(b - a for a, b, _ in found))}",
        place.at(index + 1, "call", 0),
        label=f"{'first ' if len(found) > 1 else ''}{person} from {span(rota, start, end)}",
        help="shift one of the schedules by another number of turns, or give the override to somebody else",
        related=(Related(place.at(index, "call", 0), "has been called by then"),),
    )
