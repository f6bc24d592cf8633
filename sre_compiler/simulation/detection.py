"""One outage after the other: when each leg fires, how much budget is spent by then, when it stops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from sre_compiler import burnrate
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.simulation.grid import Grid
from sre_compiler.simulation.replay import LegFiring
from sre_compiler.simulation.site import Site
from sre_compiler.units import Duration

_BURNS = [Fraction(one) for one in ("50", "20", "15", "10", "7", "5", "2", "1.1", "1")]
_SHARES = [Fraction(one) for one in ("1", "0.5", "0.1", "0.05")]
_SPARE = 20 * 60
"""Seconds by which an outage, and what is looked at after it, is longer than arithmetic says it must be."""


class Detection(Struct, frozen=True):
    """What one leg makes of an outage. Seconds: `after` its start it fires, `clears` and `resolves` after its end.

    None: it never fires. `resolves` is later than `clears` by `keep_firing_for`.
    """

    leg: PolicyLeg
    after: float | None = None
    spent: float | None = None
    clears: float | None = None
    resolves: float | None = None


class Outage(Struct, frozen=True):
    """An error ratio that begins at once and lasts until every leg that can see it has fired."""

    error_ratio: Fraction
    burn: Fraction
    exhausts: Fraction | None
    detections: tuple[Detection, ...]


def usual_ratios(site: Site) -> list[Fraction]:
    """From a total outage down to a burn that exactly spends the budget."""
    budget = Fraction(site.objective.budget)
    burns = [burn * budget for burn in _BURNS if burn * budget < 1]
    return sorted({*burns, *(one for one in _SHARES if one > max(burns, default=0))}, reverse=True)


def outages(site: Site, ratios: Iterable[Fraction]) -> Iterator[Outage]:
    """Every leg's answer to each error ratio, over steady traffic and with no errors before."""
    for ratio in ratios:
        objective = site.objective
        yield Outage(
            error_ratio=ratio,
            burn=ratio / Fraction(objective.budget),
            exhausts=burnrate.time_to_exhaust(objective.objective, objective.window, ratio),
            detections=tuple(detections(site, ratio)),
        )


def detections(site: Site, ratio: Fraction, lasts: int | None = None) -> Iterator[Detection]:
    """The same of one outage, of so many seconds or long enough for every leg."""
    legs = [one.leg for one in site.objective.alerting_legs]
    if not legs:
        return
    begins = _rounded(max(int(leg.long.in_seconds) for leg in legs) + _SPARE)
    ends = begins + (_rounded(_needed(site, ratio)) if lasts is None else lasts)
    longest = max(leg.short.milliseconds + burnrate.keep_firing_for(leg).milliseconds for leg in legs)
    grid = site.grid(Duration.seconds(ends + longest // 1000 + _SPARE))
    seconds = grid.scrapes() / 1000
    errors = np.where((seconds > begins) & (seconds <= ends), float(ratio), 0.0)
    counts = site.counts(grid, errors)
    spent = site.spent(counts)
    for one in site.replay(counts, grid).legs:
        yield _detection(one, begins, ends, spent, grid)


def _rounded(seconds: int) -> int:
    """An outage begins right after an evaluation of every group, the worst moment for it to be seen."""
    return -(-seconds // 240) * 240


def _needed(site: Site, ratio: Fraction) -> int:
    """Seconds after which every leg that can see it has fired, and has enough errors."""
    objective = site.objective
    times = [burnrate.time_to_detect(one.leg, objective.objective, ratio) for one in objective.alerting_legs]
    errors = burnrate.time_to_errors(objective.min_errors, site.per_second, ratio) if objective.min_errors > 1 else None
    seen = Fraction(0) if site.is_asked else site.decides.in_seconds / ratio
    return int(max(filter(None, [*times, errors]), default=Fraction(0)) + 2 * seen) + _SPARE


def _detection(one: LegFiring, begins: int, ends: int, spent: np.ndarray, grid: Grid) -> Detection:
    if one.first is None or one.last is None:
        return Detection(one.leg)
    interval = int(one.at[1] - one.at[0])
    holding = one.at[one.holds]
    scrape = np.searchsorted(grid.scrapes(), one.first, side="right") - 1
    return Detection(
        leg=one.leg,
        after=one.first / 1000 - begins,
        spent=float(spent[scrape]),
        clears=(int(holding[-1]) + interval) / 1000 - ends,
        resolves=(one.last + interval) / 1000 - ends,
    )


def with_min_errors(site: Site, count: int) -> Site:
    """The same site, were that many errors needed."""
    return replace(site, objective=replace(site.objective, min_errors=count))
