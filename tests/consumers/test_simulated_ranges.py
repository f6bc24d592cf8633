"""The simulator's range functions and instant selectors against promtool's, number by number, on series full of holes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from sre_compiler.simulation.ranges import Convention, Samples, Times, Values, count_over, latest, rate, sum_over
from sre_compiler.units import Duration
from tests.agreement.worlds import notation
from tests.programs import Program
from tests.promtool_case import Case

STEP, STEPS = 20, 400
AT = [*range(0, STEP * STEPS, STEP), *range(7, STEP * STEPS, 130)]
WINDOWS = ["30s", "1m", "1m4s", "5m19s999ms", "1h"]

Function = Callable[[Samples, Times, Duration, Convention], Values]
FUNCTIONS: dict[str, Function] = {
    "rate": rate,
    "sum_over_time": lambda one, at, window, how: sum_over(one.times, one.values, at, window, how),
    "count_over_time": lambda one, at, window, how: count_over(one.times, one.values, at, window, how),
}


@dataclass(frozen=True)
class Drawn:
    """One series, as promtool reads it and as the simulator does."""

    text: str
    samples: Samples


def drawn(seed: int) -> Drawn:
    """A counter that begins at zero or not, stands still, begins anew, and is gone for a while, with staleness markers or without."""
    some = random.Random(seed)
    values: list[int | None] = []
    value = some.choice([0, 0, 5, 10**6])
    while len(values) < STEPS:
        kind, length = some.choice(["count", "count", "stand", "hole", "restart"]), some.randrange(1, 30)
        value = 0 if kind == "restart" else value
        for _ in range(length):
            value += some.randrange(20) if kind in {"count", "restart"} else 0
            values.append(None if kind == "hole" else value)
    del values[STEPS:]
    marked = seed % 2 == 0
    known = [(n, one) for n, one in enumerate(values) if one is not None]
    ended = [n for n, one in enumerate(values) if one is None and n and values[n - 1] is not None and marked]
    samples = Samples(
        np.array([n * STEP * 1000 for n, _ in known], dtype=np.int64),
        np.array([one for _, one in known], dtype=np.float64),
        np.array([n * STEP * 1000 for n in ended], dtype=np.int64),
    )
    text = notation(None if one is None else str(one) for one in values)
    return Drawn(text if marked else text.replace("stale", "_"), samples)


@pytest.mark.parametrize("seed", range(4))
def test_ranges_and_selectors_are_those_of_prometheus(seed: int, promtool: Program) -> None:
    one = drawn(seed)
    convention = Convention.CLOSED if promtool.version.startswith("2.") else Convention.LEFT_OPEN
    at = np.array(AT, dtype=np.int64) * 1000
    simulated = {
        f"{name}(x[{window}])": function(one.samples, at, Duration.parse(window), convention)
        for name, function in FUNCTIONS.items()
        for window in WINDOWS
    } | {"x": latest(one.samples, at, convention)}
    queries = [(query, f"{seconds}s") for query in simulated for seconds in AT]
    case = Case([], {"x": one.text}, f"{STEP}s", f"{STEP}s")
    told = case.samples(queries, promtool)
    for query, column in simulated.items():
        for seconds, value in zip(AT, column.tolist(), strict=True):
            answer = [sample.value for sample in told[query, f"{seconds}s"]]
            assert ([] if np.isnan(value) else pytest.approx([value], rel=1e-13)) == answer, (query, seconds)
