"""What Prometheus' range functions and instant selectors return, at many evaluations at once.

Times are whole milliseconds, sorted. A result is NaN where Prometheus returns no sample. Counters and sums are differences of
running totals, so the cost of a window does not depend on its length.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sre_compiler.units import Duration

Times: TypeAlias = NDArray[np.int64]
Values: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

LOOKBACK = Duration.seconds(300)
"""How old a sample may be for an instant selector: the default of every Prometheus."""


class Convention(Enum):
    """How a server reads the range `[W]` at `t`, and where it stops extrapolating a counter that began at zero."""

    CLOSED = "2.x"
    LEFT_OPEN = "3.x"

    @classmethod
    def of_version(cls, version: tuple[int, int]) -> Convention:
        """`[t - W, t]` before Prometheus 3, `(t - W, t]` since."""
        return cls.LEFT_OPEN if version >= (3, 0) else cls.CLOSED

    def index_after(self, times: Times, boundary: Times) -> NDArray[np.intp]:
        """The index of the first sample that is inside of a range that begins at the boundary."""
        return np.searchsorted(times, boundary, side="left" if self is Convention.CLOSED else "right")


class Samples(Struct, frozen=True):
    """The samples of one series, and when staleness markers ended it."""

    times: Times
    values: Values
    ended: Times


def rate(samples: Samples, at: Times, window: Duration, convention: Convention) -> Values:
    """`rate(samples[window])`: the increase, extrapolated to the edges of the window where samples come close to them."""
    if not len(samples.times):
        return np.full(len(at), np.nan)
    edges = _edges(samples.times, at, window, convention)
    increase = _increase(samples, edges)
    with np.errstate(invalid="ignore", divide="ignore"):
        to_zero = edges.sampled(samples.times) * (samples.values[edges.first] / increase)
        return increase * _factor(samples.times, edges, window, convention, np.where(increase > 0, to_zero, np.inf))


def rates_of_histogram(
    bucket: Samples, count: Samples, at: Times, window: Duration, convention: Convention
) -> tuple[Values, Values]:
    """The rates of a bucket and of the count of a native histogram, extrapolated alike.

    No version up to 3.5 knows that a histogram cannot have begun below zero, as it does of counters.
    """
    if not len(count.times):
        return np.full(len(at), np.nan), np.full(len(at), np.nan)
    edges = _edges(count.times, at, window, convention)
    factor = _factor(count.times, edges, window, convention, np.full(len(at), np.inf))
    return _increase(bucket, edges) * factor, _increase(count, edges) * factor


class _Edges(Struct, frozen=True):
    """The first and the last sample of the window at each evaluation, and how many steps lie between; all 0 without two samples."""

    at: Times
    first: NDArray[np.intp]
    last: NDArray[np.intp]
    steps: NDArray[np.intp]

    def sampled(self, times: Times) -> Values:
        """Seconds from the first to the last."""
        seconds: Values = (times[self.last] - times[self.first]) / 1000
        return seconds


def _edges(times: Times, at: Times, window: Duration, convention: Convention) -> _Edges:
    first = convention.index_after(times, at - window.milliseconds)
    last = np.searchsorted(times, at, side="right") - 1
    steps = np.maximum(last - first, 0)
    return _Edges(at, np.where(steps > 0, first, 0), np.where(steps > 0, last, 0), steps)


def _increase(samples: Samples, edges: _Edges) -> Values:
    """With what was lost when the counter began anew."""
    values = samples.values
    lost = np.zeros_like(values)
    lost[1:] = np.cumsum(np.where(values[1:] < values[:-1], values[:-1], 0.0))
    return (values[edges.last] - values[edges.first]) + (lost[edges.last] - lost[edges.first])


def _factor(times: Times, edges: _Edges, window: Duration, convention: Convention, to_zero: Values) -> Values:
    """What turns the increase between samples into a rate, NaN without two samples; the order of operations is that of Prometheus.

    `to_zero` are the seconds from the first sample back to where the counter would have begun at zero.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        sampled = edges.sampled(times)
        to_start = (times[edges.first] - (edges.at - window.milliseconds)) / 1000
        to_end = (edges.at - times[edges.last]) / 1000
        spacing = sampled / edges.steps
        near = spacing * 1.1
        if convention is Convention.CLOSED:
            to_start = np.minimum(to_start, to_zero)
        to_start = np.where(to_start >= near, spacing / 2, to_start)
        if convention is Convention.LEFT_OPEN:
            to_start = np.minimum(to_start, to_zero)
        to_end = np.where(to_end >= near, spacing / 2, to_end)
        factor = (sampled + to_start + to_end) / sampled / float(window.in_seconds)
    return np.where(edges.steps > 0, factor, np.nan)


def sum_over(times: Times, values: Values, at: Times, window: Duration, convention: Convention) -> Values:
    """`sum_over_time`; a NaN among the values is a sample that is not there."""
    first, after = _inside(times, at, window, convention)
    running = np.zeros(len(values) + 1, dtype=np.longdouble)
    np.cumsum(np.nan_to_num(values, nan=0.0), dtype=np.longdouble, out=running[1:])
    sums = (running[after] - running[first]).astype(np.float64)
    return np.where(_counted(values, first, after) > 0, sums, np.nan)


def count_over(times: Times, values: Values, at: Times, window: Duration, convention: Convention) -> Values:
    """`count_over_time`, and NaN where nothing is."""
    counts = _counted(values, *_inside(times, at, window, convention)).astype(np.float64)
    return np.where(counts > 0, counts, np.nan)


def _inside(
    times: Times, at: Times, window: Duration, convention: Convention
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    first = convention.index_after(times, at - window.milliseconds)
    return first, np.maximum(np.searchsorted(times, at, side="right"), first)


def _counted(values: Values, first: NDArray[np.intp], after: NDArray[np.intp]) -> NDArray[np.int64]:
    running = np.zeros(len(values) + 1, dtype=np.int64)
    np.cumsum(~np.isnan(values), out=running[1:])
    counts: NDArray[np.int64] = running[after] - running[first]
    return counts


def latest(samples: Samples, at: Times, convention: Convention) -> Values:
    """An instant selector: the last sample, unless it is too old or the series has ended since."""
    if not len(samples.times):
        return np.full(len(at), np.nan)
    last = np.searchsorted(samples.times, at, side="right") - 1
    taken = samples.times[np.maximum(last, 0)]
    age = at - taken
    fresh = age <= LOOKBACK.milliseconds if convention is Convention.CLOSED else age < LOOKBACK.milliseconds
    ended = np.searchsorted(samples.ended, at, side="right") > np.searchsorted(samples.ended, taken, side="right")
    return np.where((last >= 0) & fresh & ~ended, samples.values[np.maximum(last, 0)], np.nan)


def as_recorded(times: Times, values: Values, at: Times, convention: Convention) -> Values:
    """An instant selector of a recorded series: a rule that returned nothing has ended its series there and then."""
    missing = np.isnan(values)
    return latest(Samples(times[~missing], values[~missing], times[missing]), at, convention)
