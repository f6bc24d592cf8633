"""When samples are scraped and when rule groups are evaluated."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from sre_compiler.program import recorded
from sre_compiler.simulation.ranges import Times
from sre_compiler.units import Duration

NOW = Duration(0)


class Grid(Struct, frozen=True):
    """From time 0 to `end`, both included: scrapes, and evaluations of the `fast` and the `slow` group.

    Each has a phase, at most its interval. Where both groups are evaluated at the same instant, `fast` comes first, as
    the file order has it.
    """

    end: Duration
    scrape: Duration
    fast: Duration = recorded.SPACING
    slow: Duration = recorded.SLOW
    scrape_phase: Duration = NOW
    fast_phase: Duration = NOW
    slow_phase: Duration = NOW

    @classmethod
    def of_promtool(cls, end: Duration, scrape: Duration, evaluation: Duration) -> Grid:
        """Promtool evaluates every group at one interval, whatever the group says."""
        return cls(end, scrape, fast=evaluation, slow=evaluation)

    def scrapes(self) -> Times:
        return _steps(self.scrape_phase, self.scrape, self.end)

    def evaluations(self, *, fast: bool) -> Times:
        """Of the `fast` group, or of the `slow` one."""
        return _steps(self.fast_phase, self.fast, self.end) if fast else _steps(self.slow_phase, self.slow, self.end)


def _steps(phase: Duration, interval: Duration, end: Duration) -> Times:
    return np.arange(phase.milliseconds, end.milliseconds + 1, interval.milliseconds, dtype=np.int64)
