"""The wall clock of a time zone.

A wall time is what the clock shows, as seconds since 1970 on a clock that is never changed. Where clocks are changed some
wall times do not exist, and some happen twice. An event is at the first of two, and one that does not exist is at the same
distance from what was shown before (RFC 5545, 3.3.5); a span of the day is whatever the clock shows to be in it.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import tzdata
from msgspec import Struct

from sre_compiler.rotas.horizon import Horizon
from sre_compiler.rotas.intervals import Interval, union
from sre_compiler.units import DAY

_DATABASE = os.path.dirname(tzdata.__file__)  # noqa: PTH120 - pathlib costs start-up time
_ZONES = os.path.join(_DATABASE, "zoneinfo")  # noqa: PTH118 - as above
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Struct, frozen=True):
    """From `starts[i]` on the clock is `offsets[i]` seconds ahead of UTC; the first entry stands for all time before it."""

    starts: tuple[int, ...]
    offsets: tuple[int, ...]

    def wall(self, instant: int) -> int:
        """What the clock shows."""
        return instant + self.offsets[max(bisect_right(self.starts, instant) - 1, 0)]

    def instant(self, wall: int) -> int:
        """When the clock shows this first; or would, had it not been put forward."""
        at = self._segment(wall)
        ahead = self.offsets[at - 1] if self._skips(wall, at) else self.offsets[at]
        return wall - ahead

    def is_skipped(self, wall: int) -> bool:
        """Whether the clock never shows this."""
        return self._skips(wall, self._segment(wall))

    def is_doubled(self, wall: int) -> bool:
        """Whether the clock shows this twice."""
        at = self._segment(wall) + 1
        return at < len(self.starts) and wall >= self.starts[at] + self.offsets[at]

    def spans(self, walls: Sequence[Interval]) -> list[Interval]:
        """The instants at which the clock shows a time in one of the intervals, which are sorted and disjoint."""
        return union(span for segment in self._segments() for span in _shown(walls, *segment))

    def _segment(self, wall: int) -> int:
        """The first stretch of equal offset that ends after the clock shows this."""
        at, last = 0, len(self.starts) - 1
        while at < last and wall >= self.starts[at + 1] + self.offsets[at]:
            at += 1
        return at

    def _skips(self, wall: int, at: int) -> bool:
        return at > 0 and wall < self.starts[at] + self.offsets[at]

    def _segments(self) -> Iterator[tuple[int, int, int]]:
        ends = (*self.starts[1:], self.starts[-1] + 1_000 * 366 * DAY)
        yield from zip(self.starts, ends, self.offsets, strict=True)


def _shown(walls: Sequence[Interval], start: int, end: int, offset: int) -> Iterator[Interval]:
    """The part of the wall times that the clock shows from `start` to `end`, as instants."""
    first = bisect_right(walls, (start + offset,))
    for begin, finish in walls[max(first - 1, 0) :]:
        if begin - offset >= end:
            return
        yield max(begin - offset, start), min(finish - offset, end)


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """Every name that has a clock, old ones and offsets included."""
    with open(os.path.join(_DATABASE, "zones"), encoding="utf-8") as file:  # noqa: PTH118, PTH123 - as above
        return frozenset(file.read().split())


@lru_cache(maxsize=512)
def clock(zone: str, horizon: Horizon) -> Clock:
    """The clock of a zone, right from three days before the horizon to three days after it."""
    with open(os.path.join(_ZONES, zone), "rb") as file:  # noqa: PTH118, PTH123 - as above
        rules = ZoneInfo.from_file(file, key=zone)
    first, last = horizon.start - 3 * DAY, horizon.end + 3 * DAY
    starts, offsets = [first], [_offset(rules, first)]
    for day in range(first, last, DAY):
        after = min(day + DAY, last)
        if _offset(rules, after) != offsets[-1]:
            starts.append(_change(rules, day, after))
            offsets.append(_offset(rules, after))
    return Clock(tuple(starts), tuple(offsets))


def _change(rules: ZoneInfo, before: int, after: int) -> int:
    """The first second with the offset of `after`; there is one change in between."""
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(rules, middle) == _offset(rules, after):
            after = middle
        else:
            before = middle
    return after


def _offset(rules: ZoneInfo, instant: int) -> int:
    ahead = (_EPOCH + timedelta(seconds=instant)).astimezone(rules).utcoffset()
    assert ahead is not None  # noqa: S101 - every zone has one
    return ahead.days * DAY + ahead.seconds
