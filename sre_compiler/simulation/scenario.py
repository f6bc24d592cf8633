"""Somebody's own scenario, replayed: what it does to each group, and when each leg fires."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from sre_compiler import kinds
from sre_compiler.program import recorded
from sre_compiler.simulation.counts import Counts
from sre_compiler.simulation.grid import Grid
from sre_compiler.simulation.months import history
from sre_compiler.simulation.ranges import Flags, Times, Values
from sre_compiler.simulation.replay import EVERYTHING, Firing, LegFiring, Replay, replay
from sre_compiler.simulation.site import Site
from sre_compiler.simulation.traffic import Chance, Shape
from sre_compiler.units import Duration

OTHERS = "others"
"""The groups to which nothing happens of its own."""


class Course(Struct, frozen=True):
    """What happens to one group, and the share of its budget that it has spent since the begin, scrape by scrape."""

    counts: Counts
    spent: Values


class Replayed(Struct, frozen=True):
    """A scenario on a site. `begins` are milliseconds of history before it; `grid` covers both."""

    site: Site
    scenario: kinds.Scenario
    grid: Grid
    begins: int
    courses: dict[str, Course]
    outcome: Replay

    def since(self, instant: int) -> float:
        """Seconds from the begin of the scenario."""
        return (instant - self.begins) / 1000

    def episodes(self, one: Firing) -> list[tuple[float, float]]:
        """From when to when it fires, in seconds; it ends an evaluation after the last at which it fires."""
        interval = int(one.at[1] - one.at[0])
        spans = ((self.since(start), self.since(end + interval)) for start, end in one.episodes())
        return [span for span in spans if span[1] > 0]

    def spent(self, group: str, seconds: float) -> float:
        """The share of the group's budget that is spent by then."""
        scrape = np.searchsorted(self.grid.scrapes(), self.begins + seconds * 1000, side="right") - 1
        return float(self.courses[group].spent[scrape])

    @property
    def spent_at_end(self) -> float:
        """The share of the budget that the group has spent which spent most."""
        return max(float(one.spent[-1]) for one in self.courses.values())

    def legs(self, group: str) -> list[LegFiring]:
        """The legs of a group."""
        return [one for one in self.outcome.legs if one.group == group]


def run(site: Site, scenario: kinds.Scenario) -> Replayed:
    """The scenario, after as much history as it says or the longest window needs."""
    spec = scenario.spec
    site = replace(site, service=replace(site.service, traffic=spec.traffic)) if spec.traffic else site
    before = history(site) if spec.history is None else _whole(spec.history)
    grid = site.grid(Duration(before + spec.lasts.milliseconds))
    courses = {group: _course(site, spec, grid, before, group) for group in groups(site, spec)}
    outcome = replay(site.objective, {group: one.counts for group, one in courses.items()}, grid, site.convention)
    return Replayed(site, scenario, grid, before, courses, outcome)


def groups(site: Site, spec: kinds.ScenarioSpec) -> list[str]:
    """The groups that the scenario speaks of, and the others; just one of an objective without groups."""
    if not site.objective.group_by:
        return [EVERYTHING]
    return [*dict.fromkeys(one.group for one in spec.events if one.group is not None), OTHERS]


def _whole(duration: Duration) -> int:
    """Milliseconds, in whole evaluations of every rule group."""
    interval = recorded.BUDGET.milliseconds
    return -(-duration.milliseconds // interval) * interval


def _course(site: Site, spec: kinds.ScenarioSpec, grid: Grid, before: int, group: str) -> Course:
    times = grid.scrapes() - before
    errors = np.where(times > 0, float(spec.errors.ratio) if spec.errors else 0.0, 0.0)
    traffic, missing, restarts = np.ones(len(times)), *np.zeros((2, len(times)), dtype=np.bool_)
    for one in spec.events:
        if one.group not in (None, group):
            continue
        inside = _inside(times, one)
        if one.errors is not None:
            errors[inside] = float(one.errors.ratio)
        elif one.traffic is not None:
            traffic[inside] = float(one.traffic.ratio)
        elif one.data is not None:
            missing |= inside
        else:
            restarts[np.flatnonzero(inside)[:1]] = True
    counts = _counts(site, spec, grid, errors, traffic)
    spent = site.spent(replace(counts, bad=np.where(times > 0, counts.bad, 0.0)))
    return Course(_seen(site, counts, missing, restarts), spent)


def _inside(times: Times, one: kinds.Happening) -> Flags:
    start = one.at.milliseconds
    end = int(times[-1]) if one.lasts is None else start + one.lasts.milliseconds
    flags: Flags = (times > start) & (times <= end)
    return flags


def _counts(site: Site, spec: kinds.ScenarioSpec, grid: Grid, errors: Values, traffic: Values) -> Counts:
    """Events by chance where the scenario has a seed."""
    shape = Shape(float(spec.daily_peak or 1), float(spec.weekend.ratio) if spec.weekend else 1.0)
    chance = None if spec.seed is None else Chance.seeded(spec.seed)
    return site.counts(grid, errors, chance, shape, traffic)


def _seen(site: Site, counts: Counts, missing: Flags, restarts: Flags) -> Counts:
    """What can be scraped of it: counters show afterwards what happened meanwhile, states do not."""
    held = _counted_meanwhile if site.is_asked else _lost
    return replace(counts, good=held(counts.good, missing), bad=held(counts.bad, missing), restarts=restarts)


def _counted_meanwhile(events: Values, missing: Flags) -> Values:
    seen = np.flatnonzero(~missing)
    found = np.full(len(events), np.nan)
    found[seen] = np.diff(np.cumsum(events)[seen], prepend=0.0)
    return found


def _lost(states: Values, missing: Flags) -> Values:
    return np.where(missing, np.nan, states)
