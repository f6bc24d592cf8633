"""The years in which public holidays matter."""

from __future__ import annotations

from datetime import date, timedelta

from sre_compiler import kinds


def years_of(horizon: kinds.CalendarHorizon) -> set[int]:
    """The years of the calendar horizon."""
    start = date.fromisoformat(horizon.from_)
    days = min(horizon.weeks * 7 - 1, (date.max - start).days)
    return set(range(start.year, (start + timedelta(days=days)).year + 1))
