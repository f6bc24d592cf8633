"""Calendars: office hours and holidays, in the wall-clock time of a zone."""

from __future__ import annotations

from msgspec import Struct

from sre_compiler import kinds
from sre_compiler.diagnostics import Place
from sre_compiler.program.sources import Sources


class OpenHours(Struct, frozen=True):
    """On these days, from and to as `HH:MM`; `to` before `from` crosses midnight."""

    days: tuple[str, ...]
    start: str
    end: str


class Holidays(Struct, frozen=True):
    """Public holidays of a country and subdivision, and further dates as `YYYY-MM-DD`."""

    country: str | None
    subdivision: str | None
    extra: tuple[str, ...]


class Calendar(Struct, frozen=True):
    name: str
    timezone: str
    hours: tuple[OpenHours, ...]
    holidays: Holidays | None
    place: Place

    @property
    def closed_days(self) -> tuple[str, ...]:
        """Every holiday that is known, sorted."""
        return tuple(sorted(set(self.holidays.extra))) if self.holidays is not None else ()


def resolve(sources: Sources) -> tuple[Calendar, ...]:
    """Every calendar, by name."""
    found = [_calendar(model, place) for model, place in sources.of(kinds.Calendar)]
    return tuple(sorted(found, key=lambda calendar: calendar.name))


def _calendar(model: kinds.Calendar, place: Place) -> Calendar:
    spec = model.spec
    days = spec.holidays
    return Calendar(
        name=model.metadata.name,
        timezone=spec.timezone,
        hours=tuple(OpenHours(one.days, one.from_, one.to) for one in spec.hours),
        holidays=Holidays(days.country, days.subdivision, days.extra or ()) if days else None,
        place=place,
    )
