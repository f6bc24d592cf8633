"""Every number that `sre-compile budget` prints, by brute force from what could be observed minute by minute."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.consumers.observed import Counts, Truth
from tests.world.clock import START

HOUR = 60
BURNS = {"1h": HOUR, "6h": 6 * HOUR, "1d": 24 * HOUR, "3d": 72 * HOUR}


@dataclass(frozen=True)
class Objective:
    """What of a SLO the arithmetic needs; `window` in minutes."""

    budget: float
    window: int


def expected(truth: Truth, one: Objective, end: int) -> dict[str, float | None]:
    """By the name of each number, at the second `end`."""
    counts = [*_until(truth.minutes, end, one.window)]
    seen = [pair for pair in counts if pair]
    age = one.window if len(counts) == one.window else len(counts) - next(i for i, pair in enumerate(counts) if pair)
    coverage = len(seen) / age
    bad, total = _sum(seen)
    found: dict[str, float | None] = {"coverage": coverage, "seen_seconds": age * 60}
    found |= _measures(bad, total, one, age / one.window)
    for name, minutes in BURNS.items():
        burnt, of = _sum([pair for pair in counts[-minutes:] if pair])
        found[f"burn {name}"] = burnt / of / one.budget if of else None
    worst = max(each / of for each, of in map(_sum, _hours(counts)) if of)
    lacking = total / coverage - total
    is_whole = coverage >= 0.99
    found["ratio_if_gap_was_clean"] = None if is_whole else bad / (total + lacking)
    found["ratio_if_gap_was_bad"] = None if is_whole else (bad + worst * lacking) / (total + lacking)
    return found | _incident(counts, one, end, age)


def expected_exact(truth: Truth, one: Objective, end: int) -> dict[str, float | None]:
    """With what happened in holes, as counters that ran on tell it, and how far the recorded series are from that."""
    assert truth.across is not None
    bad, total = _sum([pair for pair in _until(truth.across, end, one.window) if pair])
    seen, of = _sum([pair for pair in _until(truth.minutes, end, one.window) if pair])
    numbers = {"exact bad": bad, "exact total": total, "exact difference": seen / of / (bad / total) - 1}
    return numbers | _measures(bad, total, one, 1)


def _measures(bad: float, total: float, one: Objective, share: float) -> dict[str, float | None]:
    """`share` is how much of the window has been seen; the rest would have the same traffic and no bad event."""
    spent = bad / (one.budget * total)
    return {
        "bad": bad,
        "total": total,
        "ratio": bad / total,
        "left": 1 - spent,
        "left_of_window": 1 - spent * share,
        "left_events": one.budget * total / share - bad,
        "left_minutes": (1 - spent * share) * one.budget * one.window,
    }


def _until(counts: Counts, end: int, minutes: int) -> Counts:
    last = (end - START) // 60
    return counts[max(last - minutes + 1, 0) : last + 1]


def _sum(pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return math.fsum(bad for bad, _ in pairs), math.fsum(total for _, total in pairs)


def _hours(counts: Counts) -> Iterator[list[tuple[float, float]]]:
    """The known minutes of each hour; the last one ends at the end, and the first one may be shorter."""
    for stop in range(len(counts) % HOUR or HOUR, len(counts) + 1, HOUR):
        yield [pair for pair in counts[max(stop - HOUR, 0) : stop] if pair]


def _incident(counts: Counts, one: Objective, end: int, age: int) -> dict[str, float | None]:
    """Hours that burn faster than the budget allows, with single ones between them that do not; the costliest."""
    hours = [_sum(pairs) for pairs in _hours(counts)]
    total = math.fsum(of for _, of in hours) * one.window / age
    burning = [bad > one.budget * of for bad, of in hours]
    for index in range(1, len(hours) - 1):
        burning[index] = burning[index] or (burning[index - 1] and burning[index + 1])
    best, start = (0.0, 0, 0), 0
    for index in range(len(hours)):
        if not burning[index]:
            start = index + 1
        else:
            run = math.fsum(bad for bad, _ in hours[start : index + 1]), start, index + 1
            best = max(best, run, key=lambda one: round(one[0], 6))
    cost, begin, stop = best
    if not cost:
        return dict.fromkeys(("incident start", "incident end", "incident leaves", "incident share"))
    ended = end - (len(hours) - stop) * 3600
    return {
        "incident start": end - min((len(hours) - begin) * HOUR, age) * 60,
        "incident end": ended,
        "incident leaves": ended + one.window * 60,
        "incident share": cost / (one.budget * total),
    }
