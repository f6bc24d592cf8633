"""The days of the calendar horizon, as far as holidays matter."""

from __future__ import annotations

from datetime import date, timedelta

from sre_compiler import kinds


def years_of(horizon: kinds.CalendarHorizon) -> set[int]:
    """The years of the calendar horizon."""
    return set(range(date.fromisoformat(horizon.from_).year, last_day(horizon).year + 1))


def last_day(horizon: kinds.CalendarHorizon) -> date:
    """The last day that is looked at."""
    start = date.fromisoformat(horizon.from_)
    return start + timedelta(days=min(horizon.weeks * 7 - 1, (date.max - start).days))
