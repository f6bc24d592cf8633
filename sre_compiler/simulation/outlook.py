"""What a leg makes of counts or of recorded series, by the convention of each generation of servers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from sre_compiler.program.objectives import Objective, PolicyLeg
from sre_compiler.program.recorded import LONGEST_RAW
from sre_compiler.simulation.counts import Counts, raw
from sre_compiler.simulation.grid import Grid
from sre_compiler.simulation.ranges import Convention
from sre_compiler.simulation.recording import Events, Recorded, is_fast, record
from sre_compiler.simulation.replay import EVERYTHING, fire, replay_recorded
from sre_compiler.units import Duration


class Seen(Struct, frozen=True):
    """One convention: when the leg, or the no-data alert, fires, and the ratio of each window at one moment."""

    episodes: list[tuple[int, int]]
    ratios: dict[Duration, float]


class Asked(Struct, frozen=True):
    """A leg, or without one the no-data alert; one sample each `step`; ratios are those `at` so many milliseconds."""

    objective: Objective
    leg: PolicyLeg | None
    step: Duration
    at: int


def of_counts(asked: Asked, good: Sequence[float], bad: Sequence[float]) -> Iterator[Seen]:
    """From raw counters that begin far from zero."""
    grid = Grid(Duration((len(good) - 1) * asked.step.milliseconds), asked.step)
    counts = Counts(np.array(good), np.array(bad), (1e6, 1e6))
    for convention in Convention:
        series = raw(asked.objective.indicator, counts, grid.scrapes())
        yield _seen(asked, record(asked.objective, series, grid, convention), grid, convention)


def of_recorded(asked: Asked, total: Sequence[float], bad: Sequence[float], taken: Duration) -> Iterator[Seen]:
    """From the five-minute series; the ratios of windows up to `taken` are recorded beside them."""
    grid = Grid.of_promtool(Duration((len(total) - 1) * asked.step.milliseconds), asked.step, asked.step)
    bricks = Events(np.array(bad), np.array(total))
    windows = {window: bricks for window in asked.objective.windows if window <= taken}
    for convention in Convention:
        yield _seen(asked, Recorded(grid.scrapes(), bricks, windows), grid, convention)


def _seen(asked: Asked, found: Recorded, grid: Grid, convention: Convention) -> Seen:
    if asked.leg is None:
        silent = replay_recorded(asked.objective, {EVERYTHING: found}, grid, convention).no_data
        return Seen(silent[0].episodes() if silent else [], {})
    one = fire(asked.objective, asked.leg, found, grid, convention)
    moment = np.array([asked.at], dtype=np.int64)
    fast = is_fast(asked.leg.leg)
    windows = asked.objective.windows if fast else (asked.leg.leg.long, asked.leg.leg.short)
    looked_at = [window for window in windows if (window <= LONGEST_RAW) is fast] if asked.at else []
    ratios = {window: float(found.ratio(window, moment, convention)[0]) for window in looked_at}
    return Seen(one.episodes(), ratios)
