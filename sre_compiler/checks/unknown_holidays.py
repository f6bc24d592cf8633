"""A calendar names a country whose holidays are written nowhere.

A build asks no library and no network, so that it comes to the same on every machine and in every year. Public holidays are looked
up once and kept in a document of kind `PublicHolidays`; without it, or for a year that it does not list, the office is taken to be
open on them.

Bad:

    # calendar_horizon: {from: "2026-01-01", weeks: 78}, and no PublicHolidays
    holidays: {country: DE, subdivision: BE}

Good:

    # specs/holidays.lock.yaml holds
    #   - {country: DE, subdivision: BE, years: [2026, 2027], days: {"2026-01-01": New Year's Day, …}}
    holidays: {country: DE, subdivision: BE}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.calendars import Calendar
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    horizon = project.project.spec.calendar_horizon
    for calendar in project.calendars if horizon is not None else ():
        if calendar.holidays is not None and calendar.holidays.country is not None and horizon is not None:
            missing = sorted(_years(horizon.from_, horizon.weeks) - calendar.holidays.known)
            if missing:
                yield _finding(calendar, calendar.holidays.country, calendar.holidays.subdivision, missing)


def _years(first: str, weeks: int) -> set[int]:
    """The years of the horizon."""
    start = date.fromisoformat(first)
    days = min(weeks * 7 - 1, (date.max - start).days)
    return set(range(start.year, (start + timedelta(days=days)).year + 1))


def _finding(calendar: Calendar, country: str, subdivision: str | None, missing: list[int]) -> Diagnostic:
    region = f"country: {country}" + (f", subdivision: {subdivision}" if subdivision else "")
    years = ", ".join(map(str, missing))
    return Diagnostic(
        "unknown-holidays",
        SEVERITY,
        f"the public holidays of `{calendar.name}` in {years} are not known",
        calendar.place.at("spec", "holidays", "country"),
        label="the office is taken to be open on them",
        help=f"list them as `{{{region}, years: [{years}], days: …}}` in `holidays.lock.yaml`, a document of kind `PublicHolidays`",
    )
