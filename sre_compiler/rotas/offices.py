"""When an office is open: weekly hours without the holidays, as a clock on its wall shows them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sre_compiler.program.calendars import Calendar, OpenHours
from sre_compiler.rotas.clock import Clock, clock
from sre_compiler.rotas.horizon import DAYS, Horizon, midnight, since_midnight, weekday
from sre_compiler.rotas.intervals import Interval, difference, intersection, union
from sre_compiler.units import DAY, WEEK


@lru_cache(maxsize=64)
def office_hours(calendar: Calendar, horizon: Horizon) -> tuple[Interval, ...]:
    """The open hours within the horizon.

    A holiday is closed from midnight to midnight, hours that began on the evening before included.
    """
    shown = clock(calendar.timezone, horizon)
    closed = union((start, start + DAY) for start in map(midnight, calendar.closed_days))
    open_walls = difference(_weekly(calendar.hours, shown, horizon), closed)
    return tuple(intersection(shown.spans(open_walls), [(horizon.start, horizon.end)]))


def weekly_hours(hours: Iterable[OpenHours], shown: Clock, horizon: Horizon) -> list[Interval]:
    """The hours of every week within the horizon, without any holidays."""
    return intersection(shown.spans(_weekly(hours, shown, horizon)), [(horizon.start, horizon.end)])


def week(hours: Iterable[OpenHours]) -> list[Interval]:
    """The hours of one week, in seconds since its Monday began; what runs into the next Monday stands at the front."""
    found = []
    for one in hours:
        start, end = since_midnight(one.start), since_midnight(one.end)
        length = end - start if end > start else end + DAY - start
        for day in one.days:
            begin = DAYS.index(day) * DAY + start
            found += [(begin, min(begin + length, WEEK)), (0, begin + length - WEEK)]
    return union(found)


def _weekly(hours: Iterable[OpenHours], shown: Clock, horizon: Horizon) -> list[Interval]:
    """The wall times of the hours of all weeks that the horizon touches."""
    first, last = shown.wall(horizon.start), shown.wall(horizon.end)
    monday = first - first % DAY - weekday(first) * DAY
    pattern = week(hours)
    return union((at + start, at + end) for at in range(monday, last + DAY, WEEK) for start, end in pattern)
