"""What a command costs: processor time, time, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from tempfile import TemporaryFile


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor time (user and system, children included), seconds by the clock, and the MiB that the
    largest process held at its peak."""

    cpu: float
    wall: float
    peak: float

    def __add__(self, other: Cost) -> Cost:
        """One after the other."""
        return Cost(self.cpu + other.cpu, self.wall + other.wall, max(self.peak, other.peak))


def cost(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end. Exits with what it printed when it fails."""
    with TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=output, env=os.environ | (environment or {}))
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            sys.exit(
                f"{' '.join(command)} exits {process.returncode}:\n{output.read()[-4000:].decode(errors='replace')}"
            )
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def interleaved(jobs: Mapping[str, Callable[[], Cost]], runs: int) -> dict[str, Cost]:
    """The median of each figure over rounds in which each job runs once, so that a busy minute hurts all alike."""
    rounds = [{name: job() for name, job in jobs.items()} for _ in range(runs)]
    return {name: _median([one[name] for one in rounds]) for name in jobs}


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(median(one.cpu for one in costs), median(one.wall for one in costs), median(one.peak for one in costs))
