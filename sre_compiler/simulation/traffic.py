"""Events of each scrape: a mean rate with the shape of a day and a week, exact or by chance."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from sre_compiler.simulation.counts import Counts
from sre_compiler.simulation.ranges import Times, Values

DAY = 86_400_000
WEEK = 7 * DAY
_ROUNDING = 1e-9


class Shape(Struct, frozen=True):
    """How traffic changes by the hour and on weekends; the mean over a week stays what was declared.

    `peak` is the busiest moment of a day over the quietest one, `weekend` what is left on the last two days of each week.
    """

    peak: float = 1.0
    weekend: float = 1.0

    def at(self, times: Times) -> Values:
        """The factor on the mean rate at each time; a day is quietest at its begin and busiest at its middle."""
        swing = (self.peak - 1) / (self.peak + 1)
        by_hour = 1 - swing * np.cos(2 * np.pi * (times % DAY) / DAY)
        by_day = np.where(times % WEEK >= 5 * DAY, self.weekend, 1.0)
        return by_hour * by_day / ((5 + 2 * self.weekend) / 7)


FLAT = Shape()


class Chance(Struct, frozen=True):
    """Random events: totals are Poisson, bad ones binomial. The same seed gives the same events."""

    generator: np.random.Generator

    @classmethod
    def seeded(cls, *seed: int) -> Chance:
        return cls(np.random.default_rng(seed))

    def counts(self, expected: Values, error_ratio: Values) -> Counts:
        """Events where so many are expected each scrape, each of them bad with this probability."""
        totals = self.generator.poisson(expected)
        bad = self.generator.binomial(totals, error_ratio)
        return Counts((totals - bad).astype(np.float64), bad.astype(np.float64))

    def hits(self, probability: Values) -> Values:
        """1 where something with this probability happens, else 0."""
        return (self.generator.random(len(probability)) < probability).astype(np.float64)


def exact(expected: Values, error_ratio: Values) -> Counts:
    """As many events as are expected, fractions included: no chance and no rounding."""
    bad = expected * error_ratio
    return Counts(expected - bad, bad)


def evenly(expected: Values, error_ratio: Values) -> Counts:
    """Whole events at even distances, of which the bad ones are at even distances too: what few events look like."""
    totals = spread(expected)
    bad = spread(totals * error_ratio)
    return Counts(totals - bad, bad)


def spread(expected: Values) -> Values:
    """Whole numbers in the place of fractions, as even as they can be; nothing is lost but the rest at the end."""
    return np.diff(np.floor(np.cumsum(expected) + 0.5 + _ROUNDING), prepend=0.0)
