"""`python -m tests.agreement --scenarios 200`: the simulator beside promtool 2 and 3 on random scenarios, as a table.

Each scenario is an SLO with the rules that the compiler generates for it. Compared are all evaluations at which each leg and
each no-data alert fires. Exits 1 where any differs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from sre_compiler.simulation.ranges import Convention
from tests import programs
from tests.agreement.compare import Alert, Fired, by_promtool, by_simulation
from tests.agreement.scenarios import Scenario, draw
from tests.agreement.worlds import KINDS
from tests.programs import Missing, Program

TIE = 1e-9


@dataclass(frozen=True)
class Run:
    """One scenario with one promtool."""

    scenario: Scenario
    promtool: Program
    told: dict[Alert, Fired]
    simulated: dict[Alert, Fired]
    nearest: float

    @property
    def differing(self) -> list[Alert]:
        return [one for one in {**self.told, **self.simulated} if self.told.get(one) != self.simulated.get(one)]


@dataclass
class Row:
    """The runs of one kind."""

    scenarios: set[int] = field(default_factory=set)
    runs: int = 0
    fired: int = 0
    evaluations: int = 0
    ties: int = 0
    differing: int = 0
    furthest: int = 0

    def add(self, run: Run) -> None:
        self.scenarios.add(run.scenario.seed)
        self.runs += 1
        self.fired += len(run.told)
        self.evaluations += sum(one.evaluations for one in run.told.values())
        self.ties += run.nearest < TIE
        self.differing += len(run.differing)
        self.furthest = max([self.furthest, *(_apart(run, one) for one in run.differing)])


def _apart(run: Run, alert: Alert) -> int:
    """Seconds between the first firing evaluations, or the last ones; an alert that only one has counts as the whole time."""
    told, simulated = run.told.get(alert), run.simulated.get(alert)
    if told is None or simulated is None:
        return run.scenario.end
    return max(abs(told.first - simulated.first), abs(told.last - simulated.last))


def compare(scenario: Scenario, promtool: Program) -> Run:
    convention = Convention.CLOSED if promtool.version.startswith("2.") else Convention.LEFT_OPEN
    simulated, nearest = by_simulation(scenario, convention)
    return Run(scenario, promtool, by_promtool(scenario, promtool), simulated, nearest)


def able(scenario: Scenario, promtool: Program) -> bool:
    """promtool 2 cannot be given native histograms."""
    return promtool.version.startswith(KINDS[scenario.slo.kind].needs)


def table(runs: Iterable[Run]) -> str:
    rows: dict[str, Row] = {kind: Row() for kind in KINDS}
    everything = Row()
    for run in runs:
        rows[run.scenario.slo.kind].add(run)
        everything.add(run)
    head = "| SLI | scenarios | runs | alerts that fired | firing evaluations | runs with a tie | alerts that differ | largest difference |"
    lines = [head, "| --- |" + " --- |" * 7]
    for name, row in [*rows.items(), ("all", everything)]:
        cells = (len(row.scenarios), row.runs, row.fired, row.evaluations, row.ties, row.differing)
        lines.append(f"| {name} | {' | '.join(f'{cell:,}' for cell in cells)} | {row.furthest} s |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.agreement")
    parser.add_argument("--scenarios", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first one")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    tools = programs.promtools()
    if missing := [one for one in tools if isinstance(one, Missing)]:
        print(f"{missing[0].name} {missing[0].needed} is missing; install it with: {missing[0].install}")
        return 2
    drawn = [draw(seed) for seed in range(asked.first, asked.first + asked.scenarios)]
    work = [(one, tool) for one in drawn for tool in tools if isinstance(tool, Program) and able(one, tool)]
    with ThreadPoolExecutor(asked.jobs) as pool:
        runs = list(pool.map(lambda pair: compare(*pair), work))
    print(" and ".join(f"promtool {one.version}" for one in tools if isinstance(one, Program)))
    print(table(runs))
    for run in runs:
        for alert in run.differing:
            print(f"{run.promtool}: {run.scenario}: {alert}: {run.told.get(alert)} {run.simulated.get(alert)}")
    return int(any(run.differing for run in runs))


if __name__ == "__main__":
    sys.exit(main())
