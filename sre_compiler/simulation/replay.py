"""An objective and what happened → at which evaluations each of its alerts fires. The same as promtool says, to the evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from sre_compiler import burnrate
from sre_compiler.program import recorded
from sre_compiler.program.objectives import Objective, PolicyLeg
from sre_compiler.simulation import alerting
from sre_compiler.simulation.counts import Counts, raw
from sre_compiler.simulation.grid import Grid
from sre_compiler.simulation.ranges import Convention, Flags, Times, Values, count_over
from sre_compiler.simulation.recording import Recorded, is_fast, record
from sre_compiler.units import Duration, fraction_text

EVERYTHING = ""
"""The group of an objective without groups."""

_DAY = Duration.seconds(86_400)


class Firing(Struct, frozen=True):
    """At which evaluations an alert of one group fires; `at` are all evaluations of its rule group."""

    group: str
    at: Times
    fires: Flags

    @property
    def times(self) -> Times:
        """The evaluations at which it fires, in milliseconds."""
        return self.at[self.fires]

    @property
    def first(self) -> int | None:
        return int(self.times[0]) if self.fires.any() else None

    @property
    def last(self) -> int | None:
        return int(self.times[-1]) if self.fires.any() else None

    def episodes(self) -> list[tuple[int, int]]:
        """The first and the last evaluation of each time that it fires."""
        return alerting.episodes(self.at, self.fires)


class LegFiring(Firing, frozen=True):
    """The same of one leg, with the error ratios of its windows, the threshold, and where its condition holds.

    `margin` is how far the nearest comparison of each evaluation is from a tie, as a share of what is compared with; below
    1e-9 rounding decides, and versions of Prometheus differ.
    """

    leg: PolicyLeg
    theta: float
    long: Values
    short: Values
    holds: Flags
    margin: Values


class Replay(Struct, frozen=True):
    """What became of an objective: its legs in each group, its no-data alert, and what was recorded, by group."""

    legs: tuple[LegFiring, ...]
    no_data: tuple[Firing, ...]
    recorded: Mapping[str, Recorded]


def replay(objective: Objective, counts: Mapping[str, Counts], grid: Grid, convention: Convention) -> Replay:
    """What the generated rules make of these counts, one for each group; `EVERYTHING` is the only one without groups."""
    scrapes = grid.scrapes()
    found = {
        group: record(objective, raw(objective.indicator, one, scrapes), grid, convention)
        for group, one in counts.items()
    }
    return replay_recorded(objective, found, grid, convention)


def replay_recorded(objective: Objective, found: Mapping[str, Recorded], grid: Grid, convention: Convention) -> Replay:
    """The same from the recorded series on."""
    legs = (
        replace(fire(objective, leg, one, grid, convention), group=group)
        for group, one in found.items()
        for leg in objective.alerting_legs
    )
    return Replay(tuple(legs), tuple(no_data(objective, found, convention)), found)


def fire(objective: Objective, leg: PolicyLeg, found: Recorded, grid: Grid, convention: Convention) -> LegFiring:
    """One leg on the recorded series of one group."""
    at = grid.evaluations(fast=is_fast(leg.leg))
    theta = threshold(objective, leg)
    long, short = (found.ratio(window, at, convention) for window in (leg.leg.long, leg.leg.short))
    one = LegFiring(
        group=EVERYTHING,
        at=at,
        fires=np.zeros(len(at), dtype=np.bool_),
        leg=leg,
        theta=theta,
        long=long,
        short=short,
        holds=(long > theta) & (short > theta),
        margin=np.fmin(abs(long / theta - 1), abs(short / theta - 1)),
    )
    enough = objective.min_errors > 1
    return needing(objective.min_errors, one, found.errors(leg.leg.long, at, convention) if enough else None)


def needing(min_errors: int, one: LegFiring, errors: Values | None) -> LegFiring:
    """A leg whose long window holds so many `errors` at each evaluation, where that many are needed."""
    holds, margin = one.holds, one.margin
    if min_errors > 1 and errors is not None:
        least = float(recorded.least_events(min_errors))
        holds = holds & (errors >= least)
        margin = np.fmin(margin, abs(errors / least - 1))
    fires = alerting.firing(one.at, holds, keep=burnrate.keep_firing_for(one.leg.leg))
    return replace(one, fires=fires, holds=holds, margin=margin)


def threshold(objective: Objective, leg: PolicyLeg) -> float:
    """The threshold as Prometheus reads it in the rule."""
    return _as_written(leg.leg, objective.objective)


@lru_cache(maxsize=1024)
def _as_written(leg: burnrate.Leg, objective: Decimal) -> float:
    return float(fraction_text(burnrate.threshold(objective, leg.factor)))


def no_data(objective: Objective, found: Mapping[str, Recorded], convention: Convention) -> Iterator[Firing]:
    """The alert about everything, and of a grouped objective one for each group that was there within a day."""
    if objective.no_data.alert_severity is None or not found:
        return
    at = next(iter(found.values())).at
    absent = {group: np.isnan(one.bricks.total) for group, one in found.items()}
    yield _missing(objective, EVERYTHING, at, np.logical_and.reduce([*absent.values()]))
    for group, one in found.items() if objective.group_by else ():
        seen = ~np.isnan(count_over(at, one.bricks.total, at, _DAY, convention))
        yield _missing(objective, group, at, absent[group] & seen)


def _missing(objective: Objective, group: str, at: Times, holds: Flags) -> Firing:
    return Firing(group, at, alerting.firing(at, holds, lasting=objective.no_data.after))
