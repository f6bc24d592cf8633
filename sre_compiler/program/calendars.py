"""Calendars: office hours and holidays, in the wall-clock time of a zone."""

from __future__ import annotations

from collections.abc import Sequence

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
    """Public holidays of a country and subdivision, and further dates as `YYYY-MM-DD`.

    `public` are those of the country in the years that are `known`.
    """

    country: str | None
    subdivision: str | None
    extra: tuple[str, ...]
    public: tuple[str, ...] = ()
    known: frozenset[int] = frozenset()


class Calendar(Struct, frozen=True):
    name: str
    timezone: str
    hours: tuple[OpenHours, ...]
    holidays: Holidays | None
    place: Place

    @property
    def closed_days(self) -> tuple[str, ...]:
        """Every holiday that is known, sorted."""
        return tuple(sorted({*self.holidays.extra, *self.holidays.public})) if self.holidays is not None else ()


class Region(Struct, frozen=True):
    """A country or a part of it whose public holidays are written down, for these years."""

    country: str
    subdivision: str | None
    years: tuple[int, ...]
    place: Place


def resolve(sources: Sources) -> tuple[Calendar, ...]:
    """Every calendar, by name."""
    public = [region for model, _ in sources.of(kinds.PublicHolidays) for region in model.spec.regions]
    found = [_calendar(model, place, public) for model, place in sources.of(kinds.Calendar)]
    return tuple(sorted(found, key=lambda calendar: calendar.name))


def regions(sources: Sources) -> tuple[Region, ...]:
    """Every region, in the order of the files."""
    return tuple(
        Region(one.country, one.subdivision, one.years, place.at("spec", "regions", i))
        for model, place in sources.of(kinds.PublicHolidays)
        for i, one in enumerate(model.spec.regions)
    )


def _calendar(model: kinds.Calendar, place: Place, public: Sequence[kinds.Region]) -> Calendar:
    spec = model.spec
    return Calendar(
        name=model.metadata.name,
        timezone=spec.timezone,
        hours=tuple(OpenHours(one.days, one.from_, one.to) for one in spec.hours),
        holidays=_holidays(spec.holidays, public) if spec.holidays is not None else None,
        place=place,
    )


def _holidays(stated: kinds.Holidays, public: Sequence[kinds.Region]) -> Holidays:
    where = (stated.country, stated.subdivision)
    regions = [one for one in public if (one.country, one.subdivision) == where]
    return Holidays(
        *where,
        extra=stated.extra or (),
        public=tuple(sorted({day for one in regions for day in one.days})),
        known=frozenset(year for one in regions for year in one.years),
    )
