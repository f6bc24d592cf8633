"""Public holidays are written down that no calendar asks for.

The calendars or the calendar horizon changed since they were looked up. Whoever reads the file takes a country for one in which
somebody works, or a year for one that is looked at.

Bad:

    # no calendar is in France
    regions:
      - {country: FR, years: [2026, 2027], days: {"2026-07-14": National Day}}

Good:

    # holidays: {country: DE, subdivision: BE}
    regions:
      - {country: DE, subdivision: BE, years: [2026, 2027], days: {"2026-03-08": Women's Day}}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._holidays import years_of
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.calendars import Region
from sre_compiler.program.program import Setting

SEVERITY = Severity.INFO


def check_project(project: Setting) -> Iterator[Diagnostic]:
    named = {(one.holidays.country, one.holidays.subdivision) for one in project.calendars if one.holidays is not None}
    horizon = project.project.spec.calendar_horizon
    for region in project.public_holidays:
        if (region.country, region.subdivision) not in named:
            yield _finding(region, "", "country")
        elif horizon is not None and (unused := sorted(set(region.years) - years_of(horizon))):
            yield _finding(region, f" in {', '.join(map(str, unused))}", "years")


def _finding(region: Region, when: str, key: str) -> Diagnostic:
    where = f"{region.country}-{region.subdivision}" if region.subdivision else region.country
    return Diagnostic(
        "unused-holidays",
        SEVERITY,
        f"the public holidays of {where}{when} are not asked for",
        region.place.at(key),
        label="no calendar is there" if key == "country" else "not all of these are in the calendar horizon",
        help="run `sre-compile oncall holidays`, which leaves them out",
    )
