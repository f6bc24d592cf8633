"""When routes send and when they drop, as stretches of time over the horizon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sre_compiler.rotas import Horizon, Interval, clock, difference, intersection, union
from sre_compiler.routing.configuration import Configuration, Hours, Route
from sre_compiler.routing.model import shows
from sre_compiler.units import DAY


def stretches(hours: Iterable[Hours], horizon: Horizon) -> list[Interval]:
    """The time within the horizon that is in any of the hours."""
    found = (span for one in hours for span in clock(one.zone, horizon).spans(union(_walls(one, horizon))))
    return intersection(union(found), [(horizon.start, horizon.end)])


def _walls(hours: Hours, horizon: Horizon) -> Iterator[Interval]:
    """What a clock on the wall shows in these hours, day by day."""
    first = horizon.start - horizon.start % DAY - DAY
    times = hours.times or ((0, 24 * 60),)
    for midnight in range(first, horizon.end + 2 * DAY, DAY):
        if shows(hours, midnight, whole_day=True):
            yield from ((midnight + start * 60, midnight + end * 60) for start, end in times)


def silent(configuration: Configuration, routes: Sequence[Route], horizon: Horizon) -> list[Interval]:
    """The time within the horizon at which none of these routes sends."""
    whole = [(horizon.start, horizon.end)]
    for route in routes:
        active = _named(configuration, route.active, horizon) if route.active else [(horizon.start, horizon.end)]
        sends = difference(active, _named(configuration, route.mute, horizon))
        whole = difference(whole, sends)
    return whole


def _named(configuration: Configuration, names: Iterable[str], horizon: Horizon) -> list[Interval]:
    return stretches((one for name in names for one in configuration.intervals.get(name, ())), horizon)


def is_always(hours: Hours) -> bool:
    """Whether the hours hold at all times."""
    no_day = not (hours.days or hours.months or hours.years) and (not hours.weekdays or (0, 6) in hours.weekdays)
    return no_day and (not hours.times or (0, 24 * 60) in hours.times)
