"""Who is on call in a schedule: its layers and overrides, painted over each other."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from heapq import heappop, heappush
from itertools import chain, groupby, pairwise
from typing import Literal, NamedTuple

from sre_compiler.program.oncall import Layer, OnCallPolicy, Override, Schedule
from sre_compiler.rotas.clock import Clock, clock
from sre_compiler.rotas.horizon import Horizon
from sre_compiler.rotas.instants import by_clock
from sre_compiler.rotas.intervals import Interval, intersection
from sre_compiler.rotas.offices import week, weekly_hours
from sre_compiler.rotas.turns import anchor, every, turns
from sre_compiler.units import WEEK

MOST = 100_000
"""Shifts of one policy: nobody reads more, and they take long to work out."""
_SCHEDULES = 200


class Shift(NamedTuple):
    """One person on call without a hand-off; `origin` is the layer or override that says so: the steps to it."""

    start: int
    end: int
    person: str
    origin: tuple[Literal["layers", "overrides"], int]


@lru_cache(maxsize=4096)
def shifts(policy: OnCallPolicy, name: str, horizon: Horizon) -> tuple[Shift, ...]:
    """Who is on call in a schedule within the horizon, in order; where there is nobody, there is no shift.

    A later layer wins over an earlier one, an override over all layers, the later of two overrides over the other.
    """
    schedule = policy.schedule(name)
    source, shifted = _source(policy, schedule)
    stacked = [_layer(policy, layer, i, shifted, horizon) for i, layer in enumerate(source.layers)]
    shown = clock(policy.timezone, horizon)
    stacked += [_override(one, i, shown, horizon) for i, one in enumerate(schedule.overrides)]
    return tuple(_topmost(stacked))


def begins(policy: OnCallPolicy, name: str, horizon: Horizon) -> int:
    """When the first turn of a schedule begins."""
    source, _ = _source(policy, policy.schedule(name))
    return min(_clock(policy, layer, horizon).instant(anchor(layer)) for layer in source.layers)


@lru_cache(maxsize=4096)
def turns_to_count(policy: OnCallPolicy, horizon: Horizon) -> int:
    """About how many shifts all schedules of a policy have within the horizon; more than anybody counts for 200 schedules."""
    return sys.maxsize if len(policy.schedules) > _SCHEDULES else turns_of_layers(policy, horizon).total()


def turns_of_layers(policy: OnCallPolicy, horizon: Horizon) -> Counter[tuple[str, int]]:
    """About how many shifts each layer, by its schedule and index, has within the horizon, also in schedules that follow its own."""
    found: Counter[tuple[str, int]] = Counter()
    length = horizon.end - horizon.start
    for schedule in policy.schedules:
        source, _ = _source(policy, schedule)
        for index, layer in enumerate(source.layers):
            windows = len(week(layer.hours)) if layer.hours else 0
            found[source.name, index] += length // every(layer) + windows * length // WEEK
    return found


def source_of(policy: OnCallPolicy, name: str) -> Schedule:
    """The schedule that has the layers of this one: itself, or the one that it follows in the end."""
    return _source(policy, policy.schedule(name))[0]


def _source(policy: OnCallPolicy, schedule: Schedule) -> tuple[Schedule, int]:
    """The schedule whose turns these are, and by how many places in the roster they are shifted."""
    shifted = 0
    named = {one.name: one for one in policy.schedules}
    while schedule.follows is not None:
        shifted += schedule.turns
        schedule = named[schedule.follows]
    return schedule, shifted


def _clock(policy: OnCallPolicy, layer: Layer, horizon: Horizon) -> Clock:
    return clock(layer.timezone or policy.timezone, horizon)


def _layer(policy: OnCallPolicy, layer: Layer, index: int, shifted: int, horizon: Horizon) -> list[Shift]:
    shown = _clock(policy, layer, horizon)
    whose = turns(layer, shown, horizon, shifted)
    found = [Shift(start, end, person, ("layers", index)) for (start, end), person in whose]
    return found if not layer.hours else [*_during(found, weekly_hours(layer.hours, shown, horizon))]


def _during(found: list[Shift], hours: list[Interval]) -> Iterator[Shift]:
    """The parts of shifts that are within the hours."""
    at = 0
    for start, end in intersection([(one.start, one.end) for one in found], hours):
        while found[at].end <= start:
            at += 1
        yield Shift(start, end, found[at].person, found[at].origin)


def _override(one: Override, index: int, shown: Clock, horizon: Horizon) -> list[Shift]:
    start, end = overriding(one, shown)
    start, end = max(start, horizon.start), min(end, horizon.end)
    return [Shift(start, end, one.person, ("overrides", index))] if start < end else []


def overriding(one: Override, shown: Clock) -> Interval:
    """From when to when an override is in force."""
    return by_clock(one.start, shown), by_clock(one.end, shown)


def _topmost(stacked: Sequence[list[Shift]]) -> Iterator[Shift]:
    """At each time the shift of the last list that has one; what is not interrupted stays whole."""
    for _, parts in groupby(_pieces(stacked), key=lambda piece: id(piece[1])):
        pieces = [*parts]
        yield pieces[0][1]._replace(start=pieces[0][0][0], end=pieces[-1][0][1])


def _pieces(stacked: Sequence[list[Shift]]) -> Iterator[tuple[Interval, Shift]]:
    """The uppermost shift between any two times at which one begins or ends."""
    found = ((-level, shift) for level, one in enumerate(stacked) for shift in one)
    waiting = sorted(found, key=lambda item: item[1].start, reverse=True)
    edges = sorted({edge for shift in chain(*stacked) for edge in (shift.start, shift.end)})
    active: list[tuple[int, Shift]] = []
    for start, end in pairwise(edges):
        while waiting and waiting[-1][1].start <= start:
            heappush(active, waiting.pop())
        while active and active[0][1].end <= start:
            heappop(active)
        if active:
            yield (start, end), active[0][1]
