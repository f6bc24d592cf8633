"""Dates, times of day and time zones of the language, as types for the fields of models. They stay text."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, TypeAlias

from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.kinds import problems, zones
from sre_compiler.kinds.scalar import Choice, Scalar, Written, matching, parsed, text

_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_IS_DAY = re.compile(_DAY)
_IS_INSTANT = re.compile(f"({_DAY})T{_CLOCK}Z?")


def _day(written: str) -> str:
    if not _IS_DAY.fullmatch(written):
        raise ValueError
    date.fromisoformat(written)
    return written


def _instant(written: str) -> str:
    match = _IS_INSTANT.fullmatch(written)
    if match is None:
        raise ValueError
    date.fromisoformat(match.group(1))
    return written


def _refuse_time(place: Place, written: Written) -> Diagnostic:
    return problems.invalid_time(place, text(written))


def _refuse_day(place: Place, written: Written) -> Diagnostic:
    return problems.invalid_date(place, text(written))


def _refuse_instant(place: Place, written: Written) -> Diagnostic:
    return problems.invalid_date(place, text(written), with_time=True)


def _refuse_zone(place: Place, written: Written) -> Diagnostic:
    return problems.unknown_zone(place, text(written), zones.meant(text(written)))


def _time(pattern: str, example: str) -> Scalar:
    return matching(pattern, "a time of day", example, _refuse_time)


TimeOfDay: TypeAlias = Annotated[str, _time(_CLOCK, '"09:00"')]
EndOfHours: TypeAlias = Annotated[str, _time(f"{_CLOCK}|24:00", '"17:30"')]
Date: TypeAlias = Annotated[
    str, parsed(_day, "a date", '"2026-01-05"', _refuse_day, {"pattern": f"^{_DAY}$", "format": "date"})
]
LocalDateTime: TypeAlias = Annotated[
    str,
    parsed(
        _instant,
        "a date and time",
        '"2026-01-05T09:00"',
        _refuse_instant,
        {"pattern": f"^{_IS_INSTANT.pattern}$"},
    ),
]
Zone: TypeAlias = Annotated[
    str,
    parsed(
        zones.checked,
        "a time zone",
        "Europe/Berlin",
        _refuse_zone,
        {"x-definition": "Zone", "enum": sorted(zones.ZONES)},
    ),
]
Day: TypeAlias = Annotated[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], Choice()]
