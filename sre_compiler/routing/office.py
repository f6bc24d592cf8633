"""Office hours as time intervals of Alertmanager: when it is open, the holidays, and exactly the rest.

Alertmanager drops what a route takes outside of its hours, so the rest has to be written out: the hours of the week that are not
open, and the holidays. All are by the clock of the calendar's zone, where clocks are changed as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sre_compiler.program.calendars import Calendar
from sre_compiler.rotas import Interval, difference, week
from sre_compiler.routing.configuration import Hours
from sre_compiler.units import DAY, WEEK

Span = tuple[int, int]


def opened(calendar: Calendar) -> str:
    """The name of its weekly hours, holidays included."""
    return f"{calendar.name}/open"


def holidays(calendar: Calendar) -> str:
    return f"{calendar.name}/holidays"


def closed(calendar: Calendar) -> str:
    """The name of all times at which nobody is in the office."""
    return f"{calendar.name}/closed"


def intervals(calendar: Calendar) -> dict[str, tuple[Hours, ...]]:
    """The three by their names; a calendar without holidays has no times of that name."""
    open_hours = week(calendar.hours)
    days = tuple(_holidays(calendar))
    rest = (*_weekly(difference([(0, WEEK)], open_hours), calendar.timezone), *days)
    found = {opened(calendar): (*_weekly(open_hours, calendar.timezone),), holidays(calendar): days}
    return {name: hours for name, hours in (found | {closed(calendar): rest}).items() if hours}


def _weekly(spans: Sequence[Interval], zone: str) -> Iterator[Hours]:
    """Times of the week by the days that have the same; no time crosses midnight, no range of days the end of a week."""
    of_day = [tuple(_within(spans, day * DAY)) for day in range(7)]
    by_sunday = [of_day[6], *of_day[:6]]
    for times in sorted(set(filter(None, by_sunday))):
        days = tuple(ranges([day for day in range(7) if by_sunday[day] == times]))
        whole = times == ((0, 24 * 60),)
        yield Hours(
            times=() if whole and days != ((0, 6),) else times, weekdays=() if days == ((0, 6),) else days, zone=zone
        )


def _within(spans: Sequence[Interval], midnight: int) -> Iterator[Span]:
    """The minutes of one day that are in the spans."""
    for start, end in spans:
        first, last = max(start - midnight, 0), min(end - midnight, DAY)
        if first < last:
            yield first // 60, last // 60


def _holidays(calendar: Calendar) -> Iterator[Hours]:
    """The holidays, month by month."""
    dates = sorted(tuple(map(int, day.split("-"))) for day in calendar.closed_days)
    for (year, month), days in groupby(dates, key=lambda date: date[:2]):
        listed = tuple(ranges(sorted({date[2] for date in days})))
        yield Hours(days=listed, months=((month, month),), years=((year, year),), zone=calendar.timezone)


def ranges(numbers: Sequence[int]) -> Iterator[Span]:
    """Sorted numbers as ranges that include their ends."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        values = [value for _, value in run]
        yield values[0], values[-1]
