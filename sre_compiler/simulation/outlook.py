"""What the rules make of counts or of recorded series, by the convention of each generation of servers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
from msgspec import Struct

from sre_compiler.program import recorded
from sre_compiler.program.objectives import Objective, PolicyLeg
from sre_compiler.simulation.counts import Counts, raw
from sre_compiler.simulation.grid import Grid
from sre_compiler.simulation.ranges import Convention, count_over
from sre_compiler.simulation.recording import Events, Recorded, record
from sre_compiler.simulation.replay import fire, no_data
from sre_compiler.units import Duration

Part = Literal["bad", "total", "period", "remaining", "coverage"] | Duration
"""What is recorded: one of these, or the ratio of a window."""


class Seen(Struct, frozen=True):
    """One convention: when each leg, and the no-data alert of each group, fires; NaN where nothing is recorded then."""

    legs: dict[str, list[tuple[int, int]]]
    missing: dict[str, list[tuple[int, int]]]
    recorded: dict[tuple[Part, int], float]


class Asked(Struct, frozen=True):
    """Legs of an objective, one sample each `step` and one evaluation each `evaluation`; `parts` at so many milliseconds."""

    objective: Objective
    legs: tuple[PolicyLeg, ...]
    step: Duration
    evaluation: Duration
    parts: tuple[Part, ...]
    looks: tuple[int, ...]

    def grid(self, samples: int) -> Grid:
        return Grid.of_promtool(Duration((samples - 1) * self.step.milliseconds), self.step, self.evaluation)


def of_counts(asked: Asked, groups: Mapping[str, tuple[Sequence[float], Sequence[float]]]) -> Iterator[Seen]:
    """From the good and bad events of each group, the first of which is looked at; counters begin far from zero."""
    counts = {group: Counts(np.array(good), np.array(bad), (1e6, 1e6)) for group, (good, bad) in groups.items()}
    grid = asked.grid(max(len(one.good) for one in counts.values()))
    series = {group: raw(asked.objective.indicator, one, grid.scrapes()) for group, one in counts.items()}
    for convention in Convention:
        found = {group: record(asked.objective, one, grid, convention) for group, one in series.items()}
        yield _seen(asked, found, grid, convention)


def of_recorded(asked: Asked, total: Sequence[float], bad: Sequence[float], taken: Duration) -> Iterator[Seen]:
    """From the five-minute series; the ratios of windows up to `taken` are recorded beside them."""
    grid = asked.grid(len(total))
    bricks = Events(np.array(bad), np.array(total))
    windows = {window: bricks for window in asked.objective.windows if window <= taken}
    for convention in Convention:
        yield _seen(asked, {"": Recorded(grid.scrapes(), bricks, windows)}, grid, convention)


def _seen(asked: Asked, found: dict[str, Recorded], grid: Grid, convention: Convention) -> Seen:
    first = next(iter(found.values()))
    legs = {leg.name: fire(asked.objective, leg, first, grid, convention).episodes() for leg in asked.legs}
    silent = no_data(asked.objective, found, convention)
    values = {(part, at): _value(asked, first, part, at, convention) for at in asked.looks for part in asked.parts}
    return Seen(legs, {one.group: one.episodes() for one in silent}, values)


def _value(asked: Asked, found: Recorded, part: Part, at: int, convention: Convention) -> float:
    moment = np.array([at], dtype=np.int64)
    if isinstance(part, Duration):
        return float(found.ratio(part, moment, convention)[0])
    if part in {"period", "remaining"}:
        ratio = float(found.ratio(asked.objective.window, moment, convention)[0])
        return ratio if part == "period" else 1 - ratio / float(asked.objective.budget)
    if part == "coverage":
        window = recorded.just_below(asked.objective.window)
        known = count_over(found.at, found.bricks.total, moment, window, convention)[0]
        return float(known) * recorded.SPACING.milliseconds / asked.objective.window.milliseconds
    column = found.bricks.bad if part == "bad" else found.bricks.total
    return float(column[np.searchsorted(found.at, at)])
