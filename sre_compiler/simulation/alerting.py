"""The life of an alert: pending while `for` lasts, firing, and kept firing after its condition clears."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sre_compiler.simulation.ranges import Flags, Times
from sre_compiler.units import Duration

NONE = Duration(0)


def firing(at: Times, holds: Flags, *, lasting: Duration = NONE, keep: Duration = NONE) -> Flags:
    """At which evaluations an alert fires whose condition holds at these.

    `lasting` is counted from the first evaluation of a row at which it holds, `keep_firing_for` from the first after it.
    """
    fires = np.zeros(len(at), dtype=np.bool_)
    for start, after, until in _rows(holds):
        if start and fires[start - 1]:
            fires[start:after] = True
        else:
            fires[start:after] = at[start:after] - at[start] >= lasting.milliseconds
        if fires[after - 1] and after < until:
            fires[after:until] = at[after:until] - at[after] < keep.milliseconds
    return fires


def _rows(holds: Flags) -> Iterator[tuple[int, int, int]]:
    """Each row of evaluations at which the condition holds: its first, the first after it, and the first of the next row."""
    changes = np.flatnonzero(np.diff(np.concatenate(([False], holds, [False])).astype(np.int8)))
    starts, afters = changes[::2].tolist(), changes[1::2].tolist()
    return zip(starts, afters, [*starts[1:], len(holds)], strict=False)


def episodes(at: Times, fires: Flags) -> list[tuple[int, int]]:
    """The first and the last evaluation of each time that it fires, in milliseconds."""
    return [(int(at[start]), int(at[after - 1])) for start, after, _ in _rows(fires)]
