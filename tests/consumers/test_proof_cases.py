"""Which cases the generated tests of the example hold: everything that is promised of each leg and each no-data alert."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml

from sre_compiler import burnrate, pipeline
from sre_compiler.program import recorded
from sre_compiler.program.indicators import NativeLatency
from sre_compiler.program.objectives import Objective, PolicyLeg
from tests.consumers import example

NEAR = "just below its threshold, then just above"
OUTAGE = "no traffic, then a total outage that leaves a few errors"
ENDS = "the series end in a total outage"
WHOLE = "from raw data to every alert"
STORY = "an outage, then no data"
SEEN_AS_BAD = "an outage and no data"
OF_RATIOS = "both windows above"
FEW = {True: "too few errors, then enough", False: "barely too few errors, then enough"}
"""In whole errors of raw counters, and in recorded ones."""


@cache
def cases() -> dict[tuple[str, str], list[tuple[str, dict[str, Any]]]]:
    """What is asserted of each SLO on each server: the name of the case, and the assertion."""
    found = defaultdict(list)
    for one in pipeline.artifacts(example.program(), ["prometheus"]):
        if "/tests/" in one.path:
            for test in yaml.load(one.text, yaml.CSafeLoader)["tests"]:
                for asserted in test.get("promql_expr_test", []):
                    slo_id = re.findall(r'slo_id="([^"]+)"', asserted["expr"])
                    if slo_id:
                        found[one.path.split("/")[1], slo_id[0]].append((test["name"], asserted))
    return found


def legs() -> Iterator[tuple[str, Objective, PolicyLeg]]:
    for server, objective in objectives():
        for leg in objective.alerting_legs:
            if burnrate.reachable(objective.objective, leg.leg.factor):
                yield server, objective, leg


def objectives() -> Iterator[tuple[str, Objective]]:
    program = example.program()
    for server in program.servers:
        for service in program.services:
            if server.environment in service.deployments:
                for objective in service.deployments[server.environment].objectives:
                    yield server.name, objective


def wanted(server: str, objective: Objective, leg: PolicyLeg) -> set[str]:
    """The cases in which the leg has to fire."""
    counted = recorded.raw_windows(objective.indicator)
    fast = leg.leg.long <= recorded.LONGEST_RAW
    few = {FEW[counted and fast]} if objective.min_errors > 1 else set()
    if isinstance(objective.indicator, NativeLatency) and server == "eu1":
        return {OF_RATIOS} if fast else {NEAR, OUTAGE, ENDS, *few}
    if not fast:
        return {NEAR, OUTAGE, ENDS, WHOLE, *few}
    if objective.no_data.then == "bad":
        return {SEEN_AS_BAD, WHOLE}
    return {NEAR, OUTAGE, STORY, WHOLE, *few} | (set() if counted else {ENDS})


def fires(asserted: dict[str, Any]) -> bool:
    return "ALERTS{" in asserted["expr"] and bool(asserted.get("exp_samples"))


@pytest.mark.parametrize(
    ("server", "objective", "leg"),
    [pytest.param(*one, id=f"{one[0]}-{one[1].slo_id}-{one[2].name}") for one in legs()],
)
def test_each_leg_is_shown_to_fire_in_each_of_its_cases(server: str, objective: Objective, leg: PolicyLeg) -> None:
    told = {
        name.removeprefix(f"{leg.name} leg, ")
        for name, asserted in cases()[server, objective.slo_id]
        if fires(asserted) and f'leg="{leg.name}"' in asserted["expr"]
    }
    assert told >= wanted(server, objective, leg)


@pytest.mark.parametrize(
    ("server", "objective", "leg"),
    [pytest.param(*one, id=f"{one[0]}-{one[1].slo_id}-{one[2].name}") for one in legs()],
)
def test_each_leg_is_shown_to_be_silent_first_and_to_end(server: str, objective: Objective, leg: PolicyLeg) -> None:
    times = defaultdict(list)
    for name, asserted in cases()[server, objective.slo_id]:
        if "ALERTS{" in asserted["expr"] and f'leg="{leg.name}"' in asserted["expr"]:
            times[name.removeprefix(f"{leg.name} leg, ")].append(fires(asserted))
    for name in wanted(server, objective, leg) - {WHOLE, OF_RATIOS}:
        assert (times[name][0], times[name][-1], True in times[name]) == (False, False, True), name


def test_the_no_data_alert_is_shown_to_fire_for_a_group_and_for_all() -> None:
    shown = 0
    for server, objective in objectives():
        if objective.no_data.alert_severity is None or (
            server == "eu1" and isinstance(objective.indicator, NativeLatency)
        ):
            continue
        told = [
            (name, one) for name, one in cases()[server, objective.slo_id] if objective.no_data_alert in one["expr"]
        ]
        groups = ["bad", "healthy", ""] if objective.group_by else [None]
        for group in groups:
            label = "" if group is None else f'slo_group="{group}"'
            of_group = [fires(one) for name, one in told if name == STORY and label in one["expr"]]
            assert (of_group[0], of_group[-1]) == (False, True), (objective.slo_id, group)
            shown += 1
        if objective.group_by:
            sparse = [
                fires(one)
                for name, one in told
                if name.startswith("series that never were") and 'group="bad"' in one["expr"]
            ]
            assert (sparse[0], sparse[-1], True in sparse) == (False, False, True)
    assert shown > 15


def test_what_is_recorded_of_raw_data_is_shown_of_each_indicator() -> None:
    for server, objective in objectives():
        if server == "eu1" and isinstance(objective.indicator, NativeLatency):
            continue
        for name in (STORY if objective.no_data.then != "bad" else SEEN_AS_BAD, WHOLE):
            looked_at = " ".join(one["expr"] for case, one in cases()[server, objective.slo_id] if case == name)
            for series in ("slo:sli_total:rate5m{", "slo:sli_bad:rate5m{", "slo:sli_error:ratio_rate5m{"):
                assert series in looked_at, (objective.slo_id, name)
        assert "slo:error_budget_remaining:ratio{" in looked_at
        assert "slo:sli_coverage:ratio_period{" in looked_at
