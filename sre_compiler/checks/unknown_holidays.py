"""A calendar names a country whose holidays are written nowhere.

A build asks no library and no network, so that it comes to the same on every machine and in every year. Public holidays are looked
up once by `sre-compile oncall holidays` and kept in a document of kind `PublicHolidays`; without it, or for a year that it does
not list, the office is taken to be open on them. For a year that is not yet known to that command, the days that matter stand in
`extra`, and a comment allows this finding.

Bad:

    # calendar_horizon: {from: "2026-01-01", weeks: 78}, and no PublicHolidays
    holidays: {country: DE, subdivision: BE}

Good:

    # specs/holidays.lock.yaml, which `sre-compile oncall holidays` writes, holds
    #   - {country: DE, subdivision: BE, years: [2026, 2027], days: {"2026-01-01": New Year's Day, …}}
    holidays: {country: DE, subdivision: BE}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._holidays import years_of
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.calendars import Calendar
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    horizon = project.project.spec.calendar_horizon
    for calendar in project.calendars if horizon is not None else ():
        if calendar.holidays is not None and calendar.holidays.country is not None and horizon is not None:
            missing = sorted(years_of(horizon) - calendar.holidays.known)
            if missing:
                yield _finding(calendar, missing)


def _finding(calendar: Calendar, missing: list[int]) -> Diagnostic:
    years = ", ".join(map(str, missing))
    return Diagnostic(
        "unknown-holidays",
        SEVERITY,
        f"the public holidays of `{calendar.name}` in {years} are not known",
        calendar.place.at("spec", "holidays", "country"),
        label="the office is taken to be open on them",
        help="run `sre-compile oncall holidays`, which writes them into `holidays.lock.yaml`",
    )
