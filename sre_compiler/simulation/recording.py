"""The recorded series of one group of an objective, as the rules that the Prometheus backend writes compute them."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

import numpy as np
from msgspec import Struct, field

from sre_compiler.burnrate import Leg
from sre_compiler.program import recorded
from sre_compiler.program.indicators import Freshness, ProbeQuorum, ProbeSamples, Threshold
from sre_compiler.program.objectives import BRICK, Objective
from sre_compiler.simulation.counts import Counters, Gauges, Histogram, Raw
from sre_compiler.simulation.grid import Grid
from sre_compiler.simulation.ranges import (
    Convention,
    Flags,
    Times,
    Values,
    as_recorded,
    count_over,
    latest,
    rate,
    rates_of_histogram,
    sum_over,
)
from sre_compiler.units import Duration


class Events(Struct, frozen=True):
    """Bad and total events per second at each evaluation."""

    bad: Values
    total: Values

    def ratio(self) -> Values:
        """The share of bad events; nothing where there are no events."""
        return self.bad / np.where(self.total > 0, self.total, np.nan)


class Recorded(Struct, frozen=True):
    """What the `fast` group has recorded: the five-minute series, and the windows that come from raw data."""

    at: Times
    bricks: Events
    windows: dict[Duration, Events] = field(default_factory=dict)

    def ratio(self, window: Duration, at: Times, convention: Convention) -> Values:
        """The error ratio over a window, as a rule evaluated then finds it."""
        if window in self.windows:
            return as_recorded(self.at, self.windows[window].ratio(), at, convention)
        bad, total = (
            sum_over(self.at, values, at, window, convention) for values in (self.bricks.bad, self.bricks.total)
        )
        return Events(bad, total).ratio()

    def errors(self, window: Duration, at: Times, convention: Convention) -> Values:
        """How many bad events the window holds, as `min_errors` counts them."""
        if window in self.windows and window != BRICK:
            return as_recorded(self.at, self.windows[window].bad, at, convention) * float(window.in_seconds)
        seconds = float(recorded.SPACING.in_seconds)
        return sum_over(self.at, self.bricks.bad, at, window, convention) * seconds


def record(objective: Objective, raw: Raw, grid: Grid, convention: Convention) -> Recorded:
    """What the `fast` group records of these raw series."""
    at = grid.evaluations(fast=True)
    measured = recorded.measured_range(objective.indicator, grid.scrape)
    bricks = _events(objective, raw, at, measured, convention)
    from_raw = [window for window in objective.windows if recorded.is_raw(objective.indicator, window)]
    windows = {window: _events(objective, raw, at, window, convention) for window in from_raw if window != BRICK}
    return Recorded(at, bricks, windows | ({BRICK: bricks} if BRICK in from_raw else {}))


def _events(objective: Objective, raw: Raw, at: Times, window: Duration, convention: Convention) -> Events:
    match raw:
        case Counters():
            return _counted(raw, at, window, convention)
        case Histogram(bad=slow, total=count):
            bad, total = rates_of_histogram(slow, count, at, window, convention)
            return Events(np.where(total > 0, bad, 0 * total), total)
        case Gauges() if isinstance(objective.indicator, ProbeSamples):
            return _samples(raw, at, window, convention)
        case Gauges():
            return _weighted(objective, raw, at, convention)
        case _:
            assert_never(raw)


def _counted(raw: Counters, at: Times, window: Duration, convention: Convention) -> Events:
    """A counted series that is not there counts as no events, where there are any at all."""
    counted, total = (
        _sum([rate(one, at, window, convention) for one in several]) for several in (raw.counted, raw.total)
    )
    counted = np.where(np.isnan(counted), 0 * total, counted)
    return Events(np.maximum(total - counted, 0) if raw.counts_good else counted, total)


def _sum(columns: list[Values]) -> Values:
    """`sum(…)`: of those that are there."""
    stacked = np.stack(columns)
    return np.where(np.isnan(stacked).all(axis=0), np.nan, np.nansum(stacked, axis=0))


def _samples(raw: Gauges, at: Times, window: Duration, convention: Convention) -> Events:
    """Each sample of a probe is an event."""
    seconds = -(-window.milliseconds // 1000)
    counts = [count_over(one.times, one.values, at, window, convention) for one in raw.series]
    sums = [sum_over(one.times, one.values, at, window, convention) for one in raw.series]
    total = _sum(counts) / seconds
    return Events(np.maximum(total - _sum(sums) / seconds, 0), total)


def _weighted(objective: Objective, raw: Gauges, at: Times, convention: Convention) -> Events:
    """Ones and zeros at each evaluation."""
    values = np.stack([latest(one, at, convention) for one in raw.series])
    missing = np.isnan(values).all(axis=0)
    bad = np.where(missing, np.nan, _is_bad(objective, values, at))
    if objective.no_data.then == "bad":
        return Events(np.where(missing, 1.0, bad), np.ones(len(at)))
    return Events(bad, np.where(missing, np.nan, 1.0))


def _is_bad(objective: Objective, values: Values, at: Times) -> Values:
    match objective.indicator:
        case ProbeQuorum(quorum=quorum):
            up, known = np.nansum(values, axis=0), (~np.isnan(values)).sum(axis=0)
            return _flags(up < known * float(quorum))
        case Threshold(bound=bound, above=True):
            return _compared(np.fmax.reduce(values), bound)
        case Threshold(bound=bound):
            return _compared(-np.fmin.reduce(values), -bound)
        case Freshness(within=within):
            return _compared(at / 1000 - np.fmax.reduce(values), within)
        case _:
            raise TypeError(objective.indicator)


def _compared(values: Values, bound: Decimal) -> Values:
    return _flags(values > float(bound))


def _flags(holds: Flags) -> Values:
    return holds.astype(np.float64)


def is_fast(leg: Leg) -> bool:
    """Whether the leg stands in the `fast` group, with windows of at most an hour."""
    return leg.long <= recorded.LONGEST_RAW
