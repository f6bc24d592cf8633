"""The calendar horizon: the days that are looked at."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from sre_compiler.program.project import Project
from sre_compiler.units import DAY, WEEK

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST, LAST = -62_135_596_800 + 5 * DAY, 253_402_300_800 - 5 * DAY
"""The years 1 and 9999, as far as every zone can tell the date."""

_EPOCH = date(1970, 1, 1).toordinal()


class Horizon(Struct, frozen=True):
    """From midnight in UTC of the first day, in seconds since 1970; the end is exclusive."""

    start: int
    end: int


def horizon(project: Project) -> Horizon | None:
    """The horizon of a project; None where it has none."""
    stated = project.spec.calendar_horizon
    if stated is None:
        return None
    start = min(max(midnight(stated.from_), FIRST), LAST)
    return Horizon(start, min(start + stated.weeks * WEEK, LAST))


def midnight(day: str) -> int:
    """The beginning of a `YYYY-MM-DD` in seconds since 1970, on a clock that is never changed."""
    return (date.fromisoformat(day).toordinal() - _EPOCH) * DAY


def since_midnight(time_of_day: str) -> int:
    """`HH:MM` in seconds."""
    return int(time_of_day[:2]) * 3_600 + int(time_of_day[3:]) * 60


def weekday(wall: int) -> int:
    """The day of the week of a wall time, 0 for Monday: 1970-01-01 was a Thursday."""
    return (wall // DAY + 3) % 7
