"""Somebody is on call for a larger share of the time than agreed.

Rosters of different sizes, layers that win over each other and overrides add up in ways that nobody sees in the text. The share
is counted over the calendar horizon, for each schedule by itself.

Bad:

    rosters: [{people: [ana, bo]}]
    # fairness: {max_share: 40%}

Good:

    rosters: [{people: [ana, bo, cy]}]
    # fairness: {max_share: 40%}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from sre_compiler.checks._rotas import Rota, hours, worked_out
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.program import Setting
from sre_compiler.units import decimal_text

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for rota in worked_out(project):
        most = rota.policy.fairness.max_share
        for schedule in rota.policy.schedules if most is not None else ():
            yield from _overload(rota, schedule.name, most or Decimal(1))


def _overload(rota: Rota, name: str, most: Decimal) -> Iterator[Diagnostic]:
    """Who has most of a schedule, if it is too much."""
    duty: Counter[str] = Counter()
    for shift in rota.shifts(name):
        duty[shift.person] += shift.end - shift.start
    if duty and max(duty.values()) > Fraction(most) * duty.total():
        person = min(duty, key=lambda one: (-duty[one], one))
        yield _finding(rota, name, person, (duty[person], duty.total()), most)


def _finding(rota: Rota, name: str, person: str, duty: tuple[int, int], most: Decimal) -> Diagnostic:
    """`duty` is that of the person, and of all. Hours tell what a rounded share may hide."""
    from sre_compiler.rotas import wording

    above = duty[0] - int(Fraction(most) * duty[1])
    return Diagnostic(
        "overloaded-person",
        SEVERITY,
        f"{person} has {wording.percent(*duty)} of `{name}`",
        rota.place(name).at("name"),
        label=f"{hours(above)} more than {decimal_text(100 * most)} % of the time",
        help="add people to the roster, share out the turns, or raise `max_share`",
        related=(Related(rota.policy.place.at("spec", "fairness", "max_share"), "what is agreed"),),
    )
