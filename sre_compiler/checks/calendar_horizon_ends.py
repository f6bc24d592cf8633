"""The calendar horizon is nearly over.

Beyond it nothing is known: no gap of a schedule is found, calendars and the handbook list nobody, and in Alertmanager a holiday
that the horizon no longer asks for is a day like any other, on which the office is taken to be open. `lint` tells it some weeks before,
by the date of this machine or `--today`, so that somebody can settle who is on call after it.

Bad:

    # on 2027-06-10
    calendar_horizon: {from: "2026-01-01", weeks: 78}

Good:

    calendar_horizon: {from: "2027-01-01", weeks: 78}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sre_compiler.checks._holidays import last_day
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.kinds import option
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING
LEAD = option.duration("lead", "8w", "How long before its end it is told.", least="1d", most="52w")


def check_project(project: Setting) -> Iterator[Diagnostic]:
    stated = project.project.spec.calendar_horizon
    if stated is None or not (project.oncall_policies or project.calendars):
        return
    last = last_day(stated)
    lead = min(timedelta(seconds=int(project.option(LEAD).in_seconds)), last - date.min)
    has_lock = any(one.holidays is not None and one.holidays.country is not None for one in project.calendars)
    yield Diagnostic(
        "calendar-horizon-ends",
        SEVERITY,
        f"the calendar horizon ends on {last}",
        project.project.place.at("spec", "calendar_horizon"),
        label="after it nobody is on call, and no holiday is known",
        help=f"begin it later, or lengthen it{'; then run `sre-compile oncall holidays`' if has_lock else ''}",
        after=str(last - lead),
    )
