"""Good and bad events as the raw series that each kind of indicator is computed from."""

from __future__ import annotations

from typing import assert_never

import numpy as np
from msgspec import Struct

from sre_compiler.program.indicators import (
    ClassicLatency,
    Freshness,
    Indicator,
    NativeLatency,
    ProbeQuorum,
    ProbeSamples,
    Query,
    Ratio,
    Threshold,
)
from sre_compiler.simulation.ranges import Flags, Samples, Times, Values


class Counts(Struct, frozen=True):
    """What happened between each scrape and the one before; NaN where the series has no sample then.

    Events of a counted indicator; probes that are up and down; of an indicator that weighs minutes, a state that is bad while
    `bad` is above 0. Counters begin at `before`, and again at zero where the process restarts.
    """

    good: Values
    bad: Values
    before: tuple[float, float] = (0, 0)
    restarts: Flags | None = None

    @property
    def total(self) -> Values:
        """All events; NaN where neither series has a sample."""
        return together(self.good, self.bad)


class Counters(Struct, frozen=True):
    """Counters: those of the bad events, or of the good ones, and those of all."""

    counted: tuple[Samples, ...]
    total: tuple[Samples, ...]
    counts_good: bool


class Histogram(Struct, frozen=True):
    """A native histogram: the slow events, and all of them."""

    bad: Samples
    total: Samples


class Gauges(Struct, frozen=True):
    """Series that are read as they are: probes, a value, a time of the last success."""

    series: tuple[Samples, ...]


Raw = Counters | Histogram | Gauges


def together(one: Values, other: Values) -> Values:
    """The sum of two columns; what one of them lacks counts as nothing."""
    missing = np.isnan(one) & np.isnan(other)
    return np.where(missing, np.nan, np.nan_to_num(one, nan=0.0) + np.nan_to_num(other, nan=0.0))


def raw(indicator: Indicator, counts: Counts, scrapes: Times) -> Raw:
    """The raw series that these counts leave behind, one sample each scrape."""
    match indicator:
        case Ratio():
            return _ratio(indicator, counts, scrapes)
        case ClassicLatency():
            fast = _counter(counts.good, counts, counts.before[0], scrapes)
            return Counters((fast,), (_everything(counts, scrapes),), counts_good=True)
        case NativeLatency():
            return Histogram(_bad(counts, scrapes), _everything(counts, scrapes))
        case ProbeSamples() | ProbeQuorum():
            return _probes(counts, scrapes)
        case Threshold(bound=bound, above=above):
            outside, inside = (1, -1) if above else (-1, 1)
            return _state(counts, scrapes, float(bound) + outside, float(bound) + inside)
        case Freshness(within=within):
            now = scrapes / 1000
            return _state(counts, scrapes, now - 2 * float(within), now)
        case _:
            assert_never(indicator)


def _ratio(indicator: Ratio, counts: Counts, scrapes: Times) -> Counters:
    """Both selectors of one metric read the same counters; else the total is a counter of its own."""
    good, bad = _counter(counts.good, counts, counts.before[0], scrapes), _bad(counts, scrapes)
    shared = _metrics(indicator.counted) == _metrics(indicator.total)
    total = (good, bad) if shared else (_everything(counts, scrapes),)
    return Counters((good,) if indicator.counts_good else (bad,), total, indicator.counts_good)


def _metrics(query: Query) -> set[str | None]:
    return {selector.metric for selector in query.selectors}


def _bad(counts: Counts, scrapes: Times) -> Samples:
    return _counter(counts.bad, counts, counts.before[1], scrapes)


def _everything(counts: Counts, scrapes: Times) -> Samples:
    return _counter(counts.total, counts, sum(counts.before), scrapes)


def _counter(events: Values, counts: Counts, before: float, scrapes: Times) -> Samples:
    """A counter of whole numbers; a restart takes away all that was counted before it."""
    running = before + np.cumsum(np.nan_to_num(events, nan=0.0))
    if counts.restarts is not None:
        lost = np.where(counts.restarts, running - np.nan_to_num(events, nan=0.0), 0.0)
        running = running - np.maximum.accumulate(lost)
    return _present(running, np.isnan(events), scrapes)


def _present(values: Values, missing: Flags, scrapes: Times) -> Samples:
    """The samples that are there. The first scrape without one writes a staleness marker, as Prometheus does."""
    ends = missing & ~np.concatenate(([True], missing[:-1]))
    return Samples(scrapes[~missing], values[~missing], scrapes[ends])


def _probes(counts: Counts, scrapes: Times) -> Gauges:
    """As many probes as there are at most; those that are up come first."""
    up = np.nan_to_num(counts.good, nan=0.0)
    known = np.nan_to_num(counts.total, nan=0.0)
    every = range(int(known.max(initial=0)))
    return Gauges(tuple(_present((probe < up).astype(float), probe >= known, scrapes) for probe in every))


def _state(counts: Counts, scrapes: Times, when_bad: Values | float, when_good: Values | float) -> Gauges:
    values = np.where(np.nan_to_num(counts.bad, nan=0.0) > 0, when_bad, when_good)
    return Gauges((_present(values, np.isnan(counts.total), scrapes),))
