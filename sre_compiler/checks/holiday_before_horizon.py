"""A holiday is over before the calendar horizon begins.

It closes no office any more. Either it is a leftover of a year that has passed, or its year is wrong and the office is taken
to be open on the day that was meant.

Bad:

    # calendar_horizon: {from: "2026-01-01", weeks: 52}
    holidays: {extra: ["2024-12-24"]}

Good:

    holidays: {extra: ["2026-12-24"]}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.INFO


def check_project(project: Setting) -> Iterator[Diagnostic]:
    horizon = project.project.spec.calendar_horizon
    for calendar in project.calendars if horizon is not None else ():
        days = calendar.holidays.extra if calendar.holidays is not None else ()
        for index, day in enumerate(days):
            if horizon is not None and day < horizon.from_:
                where = calendar.place.at("spec", "holidays", "extra", index)
                yield Diagnostic(
                    "holiday-before-horizon",
                    SEVERITY,
                    f"a holiday of `{calendar.name}` is over",
                    where,
                    label=f"the calendar horizon begins on {horizon.from_}",
                    help="remove it, or correct its year",
                    fix=Fix("remove it", (Edit(where, action="prune"),), safe=False, changes=True),
                )
