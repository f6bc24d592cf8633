"""One scenario through promtool and through the simulator: the evaluations at which each alert fires."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from sre_compiler import pipeline
from sre_compiler.program.objectives import Objective
from sre_compiler.simulation.counts import Counts
from sre_compiler.simulation.grid import Grid
from sre_compiler.simulation.ranges import Convention
from sre_compiler.simulation.replay import Firing, LegFiring, replay
from sre_compiler.units import Duration
from tests.agreement.scenarios import LEGS, Scenario, Slo
from tests.agreement.worlds import KINDS, Count, Course
from tests.compiled import PROJECT, write_specs
from tests.programs import Program
from tests.promtool_case import Case

SLO = """\
  slos:
    - name: indicator
      objective: OBJECTIVE
      window: 30d
      GROUPS
      sli: {SLI}
      no_data: {then: NO_DATA, after: 7m}
"""
_FIRST_LEG, _AFTER_LEGS = PROJECT.index("    - {factor: 14.4"), PROJECT.index("  no_data: {after")

Alert = tuple[str, str]
"""The leg, or "" for the no-data alert, and the group."""


@dataclass(frozen=True)
class Fired:
    """When an alert fired, in seconds; `total` is the sum of all the instants, so that none may differ unseen."""

    first: int
    last: int
    evaluations: int
    total: int


@dataclass(frozen=True)
class Compiled:
    """The rules of the scenario's SLO, and the objective that they were made of."""

    rules: tuple[str, ...]
    objective: Objective


@cache
def compiled(slo: Slo) -> Compiled:
    parts = (one.split() for one in LEGS[slo.legs])
    stated = "".join(f"    - {{factor: {f}, long: {long}, short: {s}, severity: page}}\n" for f, long, s in parts)
    least = "" if KINDS[slo.kind].weighs_minutes else f"      alerting: {{min_errors: {slo.min_errors}}}\n"
    text = (
        SLO.replace("SLI", KINDS[slo.kind].spec)
        .replace("OBJECTIVE", slo.objective)
        .replace("GROUPS", "group_by: [route]" if slo.grouped else "")
        .replace("NO_DATA", slo.no_data)
    )
    with tempfile.TemporaryDirectory() as folder:
        project = PROJECT[:_FIRST_LEG] + stated + PROJECT[_AFTER_LEGS:]
        specs = write_specs(Path(folder), text + least, project=project, scrape_interval=f"{slo.scrape}s")
        result = pipeline.compile_specs(str(specs))
    assert result.program is not None, result.diagnostics
    rules = {a.path.rpartition("/")[2]: a.text for a in pipeline.artifacts(result.program, ["prometheus"])}
    return Compiled((rules["fast.yaml"], rules["slow.yaml"]), next(iter(result.program.objectives())))


def by_promtool(scenario: Scenario, promtool: Program) -> dict[Alert, Fired]:
    """What promtool says of the generated rules."""
    series = {
        _labelled(name, group): values
        for group, course in scenario.courses.items()
        for name, values in KINDS[scenario.slo.kind].series(course).items()
    }
    end, step = f"{scenario.end}s", f"{scenario.evaluation}s"
    case = Case(compiled(scenario.slo).rules, series, f"{scenario.slo.scrape}s", step)
    fires = 'ALERTS{alertstate="firing"}'
    window = f"[{scenario.end + scenario.evaluation}s:{step}]"
    queries = [
        (f"{function}(timestamp({fires}){window})", end)
        for function in ("min_over_time", "max_over_time", "count_over_time", "sum_over_time")
    ]
    answers = case.samples(queries, promtool)
    columns = [
        {(one.labels.get("leg", ""), one.labels.get("route", "")): int(one.value) for one in answer}
        for answer in answers.values()
    ]
    return {alert: Fired(*(column[alert] for column in columns)) for alert in columns[0]}


def _labelled(series: str, group: str) -> str:
    """The series with the label of its group, in front of those that it has."""
    metric, _, labels = series.rstrip("}").partition("{")
    parts = [f'route="{group}"'] * bool(group) + [labels] * bool(labels)
    return f"{metric}{{{','.join(parts)}}}"


def by_simulation(scenario: Scenario, convention: Convention) -> tuple[dict[Alert, Fired], float]:
    """What the simulator says, and how near any of its comparisons came to a tie."""
    seconds = (scenario.end, scenario.slo.scrape, scenario.evaluation)
    grid = Grid.of_promtool(*map(Duration.seconds, seconds))
    objective = compiled(scenario.slo).objective
    found = replay(objective, {g: counts(c) for g, c in scenario.courses.items()}, grid, convention)
    every = [*((one.leg.name, one) for one in found.legs), *(("", one) for one in found.no_data)]
    nearest = min(float(np.nanmin(one.margin, initial=1.0)) for one in found.legs)
    return {(leg, one.group): fired(one) for leg, one in every if one.fires.any()}, nearest


def fired(one: Firing | LegFiring) -> Fired:
    seconds = one.times // 1000
    return Fired(int(seconds[0]), int(seconds[-1]), len(seconds), int(seconds.sum()))


def counts(course: Course) -> Counts:
    restarts = np.zeros(len(course.good), dtype=np.bool_)
    restarts[list(course.restarts)] = True
    return Counts(_column(course.good), _column(course.bad), course.before, restarts)


def _column(events: list[Count]) -> np.ndarray:
    return np.array([np.nan if one is None else one for one in events], dtype=np.float64)
