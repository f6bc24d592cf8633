"""Quantiles and a rank test, for numbers as few and as skewed as those of incidents are.

A quantile p of n values is the value at rank 1 + p(n - 1) in order, and between two ranks on the line between theirs: type 7 of
Hyndman and Fan, what numpy, R and spreadsheets do by default. Of few values the 90th percentile is little less than the longest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import erfc, sqrt

from msgspec import Struct

P90 = Fraction(9, 10)
ENOUGH = 30
"""Below so many values a difference between two halves is noise."""


class Spread(Struct, frozen=True):
    """How values are distributed; there is no mean, because a few long ones would make it."""

    count: int
    shortest: int
    median: Fraction
    p90: Fraction
    longest: int


def spread(values: Iterable[int]) -> Spread | None:
    """The spread of some values, None of none."""
    ordered = sorted(values)
    if not ordered:
        return None
    return Spread(len(ordered), ordered[0], quantile(ordered, Fraction(1, 2)), quantile(ordered, P90), ordered[-1])


def quantile(ordered: Sequence[int], share: Fraction) -> Fraction:
    """The quantile of values in order, of which there is at least one."""
    at = share * (len(ordered) - 1)
    low = at.numerator // at.denominator
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def trend(values: Sequence[int]) -> str:
    """Whether the later half of values in the order of time is `shorter` or `longer` than the earlier half, or it is `unclear`.

    By the rank-sum test of Mann and Whitney, with its correction for ties, at 5 % on both sides. `too few` below `ENOUGH`.
    """
    if len(values) < ENOUGH:
        return "too few"
    half = len(values) // 2
    z = _rank_sum(values[:half], values[half:])
    if erfc(abs(z) / sqrt(2)) >= 0.05:
        return "unclear"
    return "longer" if z > 0 else "shorter"


def _rank_sum(early: Sequence[int], late: Sequence[int]) -> float:
    """How many standard deviations the ranks of the later values are above what chance gives."""
    both = sorted((*early, *late))
    n, m = len(early), len(late)
    ties = {value: both.count(value) for value in set(both)}
    first = {value: both.index(value) for value in ties}
    ranks = sum(first[value] + (ties[value] + 1) / 2 for value in late)
    spare = sum(count**3 - count for count in ties.values())
    variance = n * m / 12 * (n + m + 1 - spare / ((n + m) * (n + m - 1)))
    return (ranks - m * (n + m + 1) / 2) / sqrt(variance) if variance > 0 else 0.0
