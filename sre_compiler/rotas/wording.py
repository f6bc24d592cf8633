"""Instants in words, by the clock of a zone, and shares of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from sre_compiler.rotas.horizon import DAYS, weekday
from sre_compiler.rotas.instants import local

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def utc(instant: int) -> str:
    """`2026-03-30T07:00:00Z`."""
    return f"{_shown(instant)[:19]}Z"


def zoned(instant: int, zone: str) -> str:
    """`2026-03-30T09:00:00+02:00`."""
    ahead = timezone(timedelta(seconds=local(instant, zone) - instant))
    return (_EPOCH + timedelta(seconds=instant)).astimezone(ahead).isoformat()


def day_and_time(instant: int, zone: str) -> str:
    """`Mon 2026-03-30 09:00`."""
    return f"{weekday_of(instant, zone)} {day(instant, zone)} {_shown(local(instant, zone))[11:16]}"


def weekday_and_time(instant: int, zone: str) -> str:
    """`Mon 09:00`."""
    return f"{weekday_of(instant, zone)} {_shown(local(instant, zone))[11:16]}"


def day(instant: int, zone: str) -> str:
    """`2026-03-30`."""
    return _shown(local(instant, zone))[:10]


def weekday_of(instant: int, zone: str) -> str:
    """`Mon`."""
    return DAYS[weekday(local(instant, zone))].capitalize()


def span(start: int, end: int, zone: str) -> str:
    """`Sun 2026-03-29 02:00 to 03:00`: a day that was said is not said again."""
    first, last = day_and_time(start, zone), day_and_time(end, zone)
    return f"{first} to {last.removeprefix(first[:15])}"


def percent(part: int, whole: int) -> str:
    """`35.1 %`; 100 only for all of it."""
    if not whole:
        return "-"
    tenths = min((2_000 * part + whole) // (2 * whole), 1_000 if part == whole else 999)
    return f"{tenths / 10:.1f} %"


def _shown(wall: int) -> str:
    """`2026-03-30T09:00:00+00:00`; years have four digits, which `strftime` does not give to early ones."""
    return (_EPOCH + timedelta(seconds=wall)).isoformat()
