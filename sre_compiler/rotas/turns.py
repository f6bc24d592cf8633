"""The turns of a layer: hand-offs by the wall clock, and the person of each turn.

A turn belongs to whoever's place in the roster it is on the day on which it begins. When a roster is replaced, the next turn
goes to the successor of whoever had the last one: by the new order, or, if that person has left, to the next in the old
order who stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sre_compiler.program.oncall import Layer, Roster
from sre_compiler.rotas.clock import Clock
from sre_compiler.rotas.horizon import DAYS, Horizon, midnight, since_midnight, weekday
from sre_compiler.rotas.intervals import Interval
from sre_compiler.units import DAY


class Dealt(Struct, frozen=True):
    """From turn `first` on, turn k is that of `people[(k - first + place) % n]`."""

    first: int
    people: tuple[str, ...]
    place: int

    def person(self, turn: int, shifted: int) -> str:
        return self.people[(turn - self.first + self.place + shifted) % len(self.people)]


def anchor(layer: Layer) -> int:
    """The wall time of the first hand-off: the hand-off's day on or after `starts`."""
    start = midnight(layer.starts)
    days = 0 if layer.handoff_day is None else (DAYS.index(layer.handoff_day) - weekday(start)) % 7
    return start + days * DAY + since_midnight(layer.handoff_at)


def every(layer: Layer) -> int:
    """The length of a turn by the wall clock, in seconds, at least one."""
    return max(layer.every.milliseconds // 1_000, 1)


def dealt(layer: Layer) -> list[Dealt]:
    """The rosters that have turns, in order."""
    found: list[Dealt] = []
    for roster in layer.rosters:
        first = _first_turn(layer, roster)
        while found and found[-1].first >= first:
            found.pop()
        place = _successor(found[-1], first, roster.people) if found else 0
        found.append(Dealt(first, roster.people, place))
    return found


def first_handoffs(layer: Layer) -> list[int]:
    """For each roster the wall time of the hand-off from which it counts."""
    return [anchor(layer) + _first_turn(layer, roster) * every(layer) for roster in layer.rosters]


def _first_turn(layer: Layer, roster: Roster) -> int:
    if roster.start is None:
        return 0
    return max(-((anchor(layer) - midnight(roster.start)) // every(layer)), 0)


def _successor(before: Dealt, turn: int, people: tuple[str, ...]) -> int:
    """The place in the new roster of who has the first turn after the old one's last."""
    last = before.person(turn - 1, 0)
    if last in people:
        return (people.index(last) + 1) % len(people)
    following = (before.person(turn - 1, step) for step in range(1, len(before.people)))
    return next((people.index(person) for person in following if person in people), 0)


def turns(layer: Layer, shown: Clock, horizon: Horizon, shifted: int = 0) -> Iterator[tuple[Interval, str]]:
    """The turns that are in the horizon at least in part, and whose they are, `shifted` places on in the roster.

    At each time it is the turn whose hand-off came last. Where clocks are put forward, a short turn may have no time at all.
    """
    rosters = dealt(layer)
    numbers = _numbers(layer, shown, horizon)
    first, length = anchor(layer), every(layer)
    starts = [shown.instant(first + k * length) for k in numbers]
    at = 0
    for k, (start, end) in zip(numbers, _stretches(starts), strict=False):
        while at + 1 < len(rosters) and rosters[at + 1].first <= k:
            at += 1
        if k >= rosters[at].first and max(start, horizon.start) < min(end, horizon.end):
            yield (max(start, horizon.start), min(end, horizon.end)), rosters[at].person(k, shifted)


def handoffs(layer: Layer, shown: Clock, horizon: Horizon) -> Iterator[int]:
    """The wall times of the hand-offs in the horizon."""
    first, length = anchor(layer), every(layer)
    for k in _numbers(layer, shown, horizon):
        wall = first + k * length
        if horizon.start <= shown.instant(wall) < horizon.end:
            yield wall


def _numbers(layer: Layer, shown: Clock, horizon: Horizon) -> range:
    """The turns that may be in the horizon, and one more, however far clocks are changed."""
    first = (shown.wall(horizon.start) - 2 * DAY - anchor(layer)) // every(layer)
    last = (shown.wall(horizon.end) + 2 * DAY - anchor(layer)) // every(layer)
    return range(max(first, 0), max(last + 2, 0))


def _stretches(starts: list[int]) -> list[Interval]:
    """From each hand-off to the next one of a later turn."""
    found, end = [], starts[-1] if starts else 0
    for start in reversed(starts[:-1]):
        found.append((start, end))
        end = min(start, end)
    return found[::-1]
