"""A rotation has one person, who is on call day and night.

Nobody can be reached all the time: the first illness, flight or night without a signal is a page that nobody answers.

Bad:

    rosters:
      - {people: [ana]}

Good:

    rosters:
      - {people: [ana, bo, cy]}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.program.oncall import Schedule
from sre_compiler.program.program import Outline

SEVERITY = Severity.WARNING


def check_project(project: Outline) -> Iterator[Diagnostic]:
    for policy in project.oncall_policies:
        for schedule in policy.schedules:
            if len(_everybody(schedule)) == 1:
                yield _finding(schedule, schedule.place.at("layers", 0, "rosters", 0, "people"))


def _everybody(schedule: Schedule) -> set[str]:
    return {person for layer in schedule.layers for roster in layer.rosters for person in roster.people}


def _finding(schedule: Schedule, where: Place) -> Diagnostic:
    [person] = _everybody(schedule)
    return Diagnostic(
        "one-person-rotation",
        SEVERITY,
        f"the schedule `{schedule.name}` has one person",
        where,
        label=f"{person} is always on call",
        help="add at least a second person, or let another team cover with `covered_by`",
    )
