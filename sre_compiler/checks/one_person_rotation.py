"""A rotation has one person, who is on call day and night.

Nobody can be reached all the time: the first illness, flight or night without a signal is a page that nobody answers. A rotation
that loses people comes to this as well, from the day on which the roster with one person is in force.

Bad:

    rosters:
      - {people: [ana, bo]}
      - {from: "2026-09-21", people: [ana]}

Good:

    rosters:
      - {people: [ana, bo, cy]}
      - {from: "2026-09-21", people: [ana, cy]}
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sre_compiler.checks._rotas import Rota, hours, span, worked_out
from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.kinds import option
from sre_compiler.program.oncall import Schedule
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING
LONGEST = option.duration("longest", "28d", "How long one person may be alone in a rotation.", least="1d", most="365d")


def check_project(project: Setting) -> Iterator[Diagnostic]:
    alone = set()
    for policy in project.oncall_policies:
        for schedule in policy.schedules:
            everybody = {person for layer in schedule.layers for roster in layer.rosters for person in roster.people}
            if len(everybody) == 1 and (policy.fairness.min_people or 1) == 1:
                alone.add(schedule.place)
                where = schedule.place.at("layers", 0, "rosters", 0, "people")
                yield _finding(schedule, where, f"{min(everybody)} is always on call")
    longest = project.option(LONGEST).in_seconds
    for rota in worked_out(project):
        for schedule in rota.policy.schedules:
            if schedule.place not in alone and (rota.policy.fairness.min_people or 1) == 1:
                yield from _alone_for_long(rota, schedule, longest)


def _alone_for_long(rota: Rota, schedule: Schedule, longest: Fraction) -> Iterator[Diagnostic]:
    """The first roster of one person that has weeks without anybody else, other layers and overrides considered."""
    for start, end, person, _ in rota.stretches(schedule.name) if schedule.layers else ():
        where = _roster(schedule, person)
        if end - start > longest and where is not None:
            yield _finding(
                schedule, where, f"{person} is on call for {hours(end - start)}, from {span(rota, start, end)}"
            )
            return


def _roster(schedule: Schedule, person: str) -> Place | None:
    for i, layer in enumerate(schedule.layers):
        for j, roster in enumerate(layer.rosters):
            if roster.people == (person,):
                return schedule.place.at("layers", i, "rosters", j, "people")
    return None


def _finding(schedule: Schedule, where: Place, label: str) -> Diagnostic:
    return Diagnostic(
        "one-person-rotation",
        SEVERITY,
        f"the schedule `{schedule.name}` has one person",
        where,
        label=label,
        help="add at least a second person, or let another team cover with `covered_by`",
    )
