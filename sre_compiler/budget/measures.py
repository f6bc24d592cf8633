"""Arithmetic on the history of one group: ratio, budget left, burn rates, coverage and confidence.

Symbols: `b` is the budget (1 - objective), `P` the window, `B` and `T` the bad and all events of the window as far as they are known.
"""

from __future__ import annotations

from math import fsum, sqrt
from typing import NamedTuple

from sre_compiler.budget.history import DAY, HOUR, History
from sre_compiler.budget.objective import Slo

LOOK_BACKS = (("1h", HOUR), ("6h", 6 * HOUR), ("1d", DAY), ("3d", 3 * DAY))
NORMAL_95 = 1.96
SURE_COVERAGE = 0.99
"""Below it, what the gap may have held is told."""


class Measures(NamedTuple):
    """What the window comes to. All shares are of one.

    `left` is `1 - B / (b T)`, against what has been seen. Where the history is shorter than the window, `left_of_window` is
    against a full window at the same traffic; otherwise the two are equal. `low` and `high` bound the error ratio.
    """

    bad: float
    total: float
    ratio: float
    left: float
    left_of_window: float
    left_events: float
    left_minutes: float
    burn: dict[str, float | None]
    age: float
    coverage: float
    gap: tuple[float, float] | None
    dispersion: float
    low: float
    high: float
    verdict: str


def measure(slo: Slo, history: History) -> Measures | None:
    """The numbers of a group; None where nothing happened in the window."""
    first = history.steps.past
    bad, total = fsum(history.bad[first:]), fsum(history.total[first:])
    if not total:
        return None
    age, coverage = seen(slo, history)
    ratio, full = bad / total, total * (slo.window / age)
    gap = _gap(history, bad, total, coverage)
    dispersion = _dispersion(history, ratio)
    low, high = _bounds(wilson(total / dispersion, ratio), gap)
    left = 1 - ratio / slo.budget * (age / slo.window)
    return Measures(
        bad=bad,
        total=total,
        ratio=ratio,
        left=1 - ratio / slo.budget,
        left_of_window=left,
        left_events=slo.budget * full - bad,
        left_minutes=left * slo.budget * slo.window / 60,
        burn={name: _burn(slo, history, seconds) for name, seconds in LOOK_BACKS},
        age=age,
        coverage=coverage,
        gap=gap,
        dispersion=dispersion,
        low=low,
        high=high,
        verdict="met" if high <= slo.budget else "missed" if low > slo.budget else "undecided",
    )


def _bounds(sampling: tuple[float, float], gap: tuple[float, float] | None) -> tuple[float, float]:
    """What chance and what is missing allow, together."""
    return (sampling[0], sampling[1]) if gap is None else (min(sampling[0], gap[0]), max(sampling[1], gap[1]))


def seen(slo: Slo, history: History) -> tuple[float, float]:
    """Over how many seconds of the window there are samples from the first one on, and the share of them that is known.

    A window that begins after the first sample is seen as a whole, and what is missing of it is a gap.
    """
    start, length = history.steps.past, history.steps.length
    known = fsum(history.known[start:]) * length
    first = history.first
    if first < start or (first == start and history.known[first] == 1):
        return slo.window, min(known / slo.window, 1.0)
    age = (history.steps.number - 1 - first + history.known[first]) * length
    return age, min(known / age, 1.0)


def _burn(slo: Slo, history: History, seconds: int) -> float | None:
    """How many times faster than the budget allows; None without events, and for what is no whole number of steps in the window."""
    count = seconds // history.steps.length
    if seconds % history.steps.length or seconds > slo.window:
        return None
    total = fsum(history.total[-count:])
    return fsum(history.bad[-count:]) / total / slo.budget if total else None


def _gap(history: History, bad: float, total: float, coverage: float) -> tuple[float, float] | None:
    """The error ratio if what is missing was clean, and if it was as bad as the worst step; traffic as in what is known."""
    if coverage >= SURE_COVERAGE:
        return None
    missing = total / coverage - total
    start = history.steps.past
    steps = zip(history.bad[start:], history.total[start:])
    worst = max(one / of for one, of in steps if of)
    return bad / (total + missing), (bad + worst * missing) / (total + missing)


def _dispersion(history: History, ratio: float) -> float:
    """How much more the bad events of a step vary than independent ones would, at least 1: the index of dispersion."""
    start = history.steps.past
    expected = [(bad, total * ratio) for bad, total in zip(history.bad[start:], history.total[start:]) if total]
    if not ratio or ratio >= 1 or len(expected) < 2:
        return 1.0
    chi = fsum((bad - mean) ** 2 / (mean * (1 - ratio)) for bad, mean in expected)
    return max(1.0, chi / (len(expected) - 1))


def wilson(count: float, ratio: float) -> tuple[float, float]:
    """The 95 % score interval of a ratio that was seen in `count` independent events."""
    square = NORMAL_95**2
    middle = ratio + square / (2 * count)
    width = NORMAL_95 * sqrt(max(ratio * (1 - ratio), 0.0) / count + square / (4 * count * count))
    whole = 1 + square / count
    return max((middle - width) / whole, 0.0), min((middle + width) / whole, 1.0)
