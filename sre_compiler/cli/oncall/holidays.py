"""`sre-compile oncall holidays`: looks up public holidays once, so that no build has to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sre_compiler.cli.exits import FINE, WRONG, CannotWorkError
from sre_compiler.cli.oncall.asked import program_of

if TYPE_CHECKING:
    from sre_compiler.program import Program
    from sre_compiler.program.calendars import Calendar

LOCK = "holidays.lock.yaml"
_HEADER = "# written by `sre-compile oncall holidays` — do not edit; further days belong into `extra` of a calendar\n"
_MODELINE = "# yaml-language-server:"


@click.command(name="holidays", short_help="look up the public holidays of all calendars")
@click.argument("specs", default="specs", type=click.Path(exists=True, file_okay=False))
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when the file is not what it would be now.")
def command(*, specs: str, check: bool) -> int:
    """Write the public holidays of the calendars' countries, in the years of the calendar horizon, into holidays.lock.yaml.

    They come from the Python package `holidays`, which needs no network. No other command looks them up: a build reads the file.

    Example: sre-compile oncall holidays specs
    """
    program = program_of(specs)
    if program is None:
        return WRONG
    lock = Path(specs) / LOCK
    before = lock.read_text(encoding="utf-8") if lock.exists() else ""
    regions = list(_regions(program))
    text = _text(regions, before)
    if check and text != before:
        click.echo(f"{lock} is stale; run `sre-compile oncall holidays {specs}`", err=True)
        return WRONG
    if not check and text != before:
        lock.write_text(text, encoding="utf-8")
    days = sum(len(region["days"]) for region in regions)
    of = "1 region" if len(regions) == 1 else f"{len(regions)} regions"
    click.echo(f"{lock}: {days} day{'s' * (days != 1)} of {of}, {'nothing changed' if text == before else 'written'}")
    return FINE


def _regions(program: Program) -> Iterator[dict[str, Any]]:
    """Each country or part of one that a calendar names, with its days. Raises CannotWorkError where none is named."""
    years = _years(program)
    named: dict[tuple[str, str], Calendar] = {}
    for calendar in program.calendars:
        if calendar.holidays is not None and calendar.holidays.country is not None:
            named.setdefault((calendar.holidays.country, calendar.holidays.subdivision or ""), calendar)
    if not named:
        raise CannotWorkError("no calendar names a country; add `holidays: {country: DE}` to one")
    for (country, subdivision), calendar in sorted(named.items()):
        known = {year: _days(country, subdivision, year, calendar) for year in years}
        for year in (year for year, days in known.items() if not days):
            where = f"{country}-{subdivision}" if subdivision else country
            click.echo(f"the package holidays has none of {where} in {year}: that year is left out", err=True)
        if any(known.values()):
            yield {
                "country": country,
                **({"subdivision": subdivision} if subdivision else {}),
                "years": [year for year, days in known.items() if days],
                "days": {day: name for days in known.values() for day, name in days.items()},
            }


def _years(program: Program) -> range:
    """The years of the horizon. Raises CannotWorkError where there is none."""
    from sre_compiler.cli.oncall.asked import horizon_of
    from sre_compiler.rotas import wording

    horizon = horizon_of(program, ())
    first, last = (int(wording.day(at, "UTC")[:4]) for at in (horizon.start, horizon.end - 1))
    return range(first, last + 1)


def _days(country: str, subdivision: str, year: int, calendar: Calendar) -> dict[str, str]:
    """The holidays of a year and their English names, by date."""
    try:
        from holidays import country_holidays
    except ModuleNotFoundError as error:
        raise CannotWorkError(
            "this command needs the package holidays: run `pip install 'sre-compile[holidays]'`"
        ) from error
    try:
        found = country_holidays(country, subdiv=subdivision or None, years=year, language="en_US")
    except NotImplementedError as error:
        from sre_compiler.pipeline import line_of

        where = line_of(calendar.place.at("spec", "holidays", "subdivision" if subdivision else "country"))
        raise CannotWorkError(f"{where}: {error}; list its days in `extra` instead") from error
    return {day.isoformat(): name for day, name in sorted(found.items()) if isinstance(day, date) and day.year == year}


def _text(regions: list[dict[str, Any]], before: str) -> str:
    """The document; the line that tells editors its schema stays."""
    from sre_compiler.kinds import API_VERSION
    from sre_compiler.output.encode import yaml_text

    if not regions:
        raise CannotWorkError("no holidays are known of any calendar; list them in `extra`")
    modeline = f"{before.splitlines()[0]}\n" if before.startswith(_MODELINE) else ""
    document = {
        "apiVersion": API_VERSION,
        "kind": "PublicHolidays",
        "metadata": {"name": "lock"},
        "spec": {"regions": regions},
    }
    return modeline + _HEADER + yaml_text(document)
