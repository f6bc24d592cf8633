"""The hours of a calendar are the whole week.

`office` is then always and `off_hours` never, so that what is to wait for the morning does not, and what is for the night is
never sent.

Bad:

    hours: [{days: [mon, tue, wed, thu, fri, sat, sun], from: "00:00", to: "24:00"}]

Good:

    hours: [{days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:30"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.calendars import Calendar
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for calendar in project.calendars:
        if _is_whole_week(calendar):
            yield Diagnostic(
                "calendar-always-open",
                SEVERITY,
                f"the calendar `{calendar.name}` is open all week",
                calendar.place.at("spec", "hours"),
                label="there is no time outside of these hours",
                help="write the hours in which people are at work, or remove the calendar",
            )


def _is_whole_week(calendar: Calendar) -> bool:
    from sre_compiler import rotas

    return rotas.week(calendar.hours) == [(0, 7 * 86_400)]
