"""When the world is: 32 days that end in a night in which the checkout fails. Minutes are counted from its start."""

from __future__ import annotations

DAY = 1440
MINUTES = 32 * DAY
END = 1772680800
"""2026-03-05 03:20 UTC, a Thursday."""
START = END - MINUTES * 60
"""The first minute, 03:20 as well."""
_HOURLY = (9, 6, 4, 3, 3, 5, 12, 30, 55, 70, 78, 84, 90, 86, 80, 78, 82, 90, 97, 100, 92, 70, 40, 18)
"""Demand by the hour of the day, in percent of the busiest."""


def ago(days: float, at: int = 0) -> int:
    """The minute that many days before the end, and as many minutes later."""
    return round(MINUTES - days * DAY) + at


def demand(minute: int) -> int:
    """How busy the shop is, in 6,000ths of its busiest hour; nights are quiet, weekends busier by a fifth."""
    day, of_day = divmod(START // 60 + minute, DAY)
    hour, past = divmod(of_day, 60)
    level = _HOURLY[hour] * (60 - past) + _HOURLY[(hour + 1) % 24] * past
    return level * 6 // 5 if day % 7 in (2, 3) else level
