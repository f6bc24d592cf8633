"""Random months of an objective, and the alerts that whoever is called would get in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from sre_compiler.program import recorded
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.simulation.alerting import episodes
from sre_compiler.simulation.counts import Counts, raw
from sre_compiler.simulation.grid import Grid
from sre_compiler.simulation.ranges import Values
from sre_compiler.simulation.recording import Recorded, record
from sre_compiler.simulation.replay import LegFiring, fire, needing
from sre_compiler.simulation.site import Site
from sre_compiler.simulation.traffic import FLAT, Chance, Shape
from sre_compiler.units import Duration

LENGTH = Duration.seconds(30 * 86_400)
"""Thirty days, whatever the objective's own window is."""

_APART = 2 * recorded.SLOW.milliseconds
"""Alerts closer than this are one: the legs of an objective share an alert, whose groups wait that long anyway."""

Spans = list[tuple[int, int]]
"""The first and the last evaluation of each alert, in milliseconds from the begin of the month."""


class Draw(Struct, frozen=True):
    """Which months: how many, from which seed, how traffic changes over a day and a week; `watch` sees them go by."""

    months: int = 100
    seed: int = 1
    shape: Shape = FLAT
    watch: Callable[[Iterable[Chance]], Iterator[Chance]] = iter

    def chances(self) -> Iterator[Chance]:
        """One for each month; a month is the same whatever the others are."""
        return self.watch(Chance.seeded(self.seed, number) for number in range(self.months))


class Month(Struct, frozen=True):
    """What was recorded in a month, and in the history before it that the longest window needs."""

    site: Site
    grid: Grid
    begins: int
    counts: Counts
    recorded: Recorded
    looked: dict[str, tuple[LegFiring, Values]] = field(default_factory=dict)

    def alerts(self, legs: Iterable[PolicyLeg], min_errors: int | None = None) -> Spans:
        """The alerts of some legs, with the objective's `min_errors` or another."""
        count = self.site.objective.min_errors if min_errors is None else min_errors
        firing = [needing(count, *self._looked(leg)) for leg in legs]
        joined = _joined(span for leg in firing for span in episodes(leg.at, leg.fires))
        return [(start - self.begins, end - self.begins) for start, end in joined if start >= self.begins]

    def _looked(self, leg: PolicyLeg) -> tuple[LegFiring, Values]:
        """The leg were one error enough, and how many there are; neither depends on how many are needed."""
        if leg.name not in self.looked:
            one, convention = replace(self.site.objective, min_errors=1), self.site.convention
            found = fire(one, leg, self.recorded, self.grid, convention)
            self.looked[leg.name] = found, self.recorded.errors(leg.leg.long, found.at, convention)
        return self.looked[leg.name]


def month(site: Site, chance: Chance, shape: Shape, error_ratio: Values) -> Month:
    """A month by chance; the error ratio is given for each scrape of it, and is healthy before."""
    before = history(site)
    grid = site.grid(Duration(before + LENGTH.milliseconds))
    quiet = np.full(len(grid.scrapes()) - len(error_ratio), error_ratio.min())
    counts = site.counts(grid, np.concatenate((quiet, error_ratio)), chance, shape)
    found = record(site.objective, raw(site.objective.indicator, counts, grid.scrapes()), grid, site.convention)
    return Month(site, grid, before, counts, found)


def history(site: Site) -> int:
    """Milliseconds that the longest window reaches back, in whole evaluations of every group."""
    longest = max(one.milliseconds for one in site.objective.windows)
    return -(-longest // recorded.BUDGET.milliseconds) * recorded.BUDGET.milliseconds


def scrapes(site: Site) -> int:
    """How many scrapes a month has."""
    return LENGTH.milliseconds // site.server.scrape_interval.milliseconds


def paging(site: Site) -> Sequence[PolicyLeg]:
    """The legs that page somebody."""
    return [one for one in site.objective.alerting_legs if one.severity in site.pages]


def others(site: Site) -> Sequence[PolicyLeg]:
    """The legs that alert without paging."""
    return [one for one in site.objective.alerting_legs if one.severity not in site.pages]


def _joined(spans: Iterable[tuple[int, int]]) -> Spans:
    joined: Spans = []
    for start, end in sorted(spans):
        if joined and start - joined[-1][1] <= _APART:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined
