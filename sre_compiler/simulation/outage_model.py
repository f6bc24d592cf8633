"""A stated model of outages, and months drawn from it.

Outages come at random, six in thirty days; how long they last is lognormal, half of them shorter than twelve minutes (sigma
1.5); their error ratio is log-uniform between half the budget and all. One that spends 2 % of the budget matters.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log

import numpy as np
from msgspec import Struct

from sre_compiler.simulation.months import LENGTH, Draw, Month, month, scrapes
from sre_compiler.simulation.ranges import Values
from sre_compiler.simulation.site import Site
from sre_compiler.simulation.traffic import Chance


class OutageModel(Struct, frozen=True):
    """Outages in thirty days, minutes of the median one, its spread, shares of the budget: what is bad before, what matters."""

    outages: float = 6
    minutes: float = 12
    sigma: float = 1.5
    baseline: float = 0.1
    matters: float = 0.02
    much: float = 0.1


class Drawn(Struct, frozen=True):
    """One outage: from `start` to `end`, milliseconds from the begin of its month, and the share of the budget it spends."""

    start: int
    end: int
    spends: float


def drawn_month(site: Site, chance: Chance, draw: Draw, model: OutageModel) -> tuple[list[Drawn], Month]:
    """The outages of a month, and what was counted in it."""
    budget = float(site.objective.budget)
    times = (np.arange(scrapes(site)) + 1) * site.server.scrape_interval.milliseconds
    errors = np.full(len(times), model.baseline * budget)
    drawn: list[tuple[int, int]] = []
    for start, end, ratio in _outages(chance, budget, model):
        inside = (times > start) & (times <= end)
        errors[inside] = np.maximum(errors[inside], ratio)
        drawn.append((start, end))
    one = month(site, chance, draw.shape, errors)
    spent = np.concatenate(([0.0], site.spent(one.counts)[-len(times) :]))
    return [Drawn(start, end, _between(spent, times, start, end)) for start, end in drawn], one


def _outages(chance: Chance, budget: float, model: OutageModel) -> Iterator[tuple[int, int, float]]:
    """Start, end and error ratio of each outage, one after the other."""
    some = chance.generator
    count = some.poisson(model.outages)
    starts = np.sort(some.integers(0, LENGTH.milliseconds, count))
    lengths = some.lognormal(log(model.minutes * 60_000), model.sigma, count)
    ratios = np.exp(some.uniform(log(budget / 2), 0, count))
    for start, length, ratio in zip(starts.tolist(), lengths.tolist(), ratios.tolist(), strict=True):
        yield start, int(start + length), ratio


def _between(spent: Values, times: np.ndarray, start: int, end: int) -> float:
    first, last = np.searchsorted(times, [start, end], side="right")
    return float(spent[last] - spent[first])
