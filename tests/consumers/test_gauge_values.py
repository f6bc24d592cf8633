"""Values at the edge: gauges at the bound, infinite, or no number at all, and ratios that divide by zero for a while."""

from __future__ import annotations

from math import inf, nan
from pathlib import Path

import pytest

from tests.compiled import rule_files, write_specs
from tests.programs import Program
from tests.promtool_case import Case

SLO = """\
  slos:
    - name: gauge
      objective: 99%
      window: 30d
      sli: {SLI}
"""

ABOVE = "threshold: {value: g, bad_above: 10}"
BELOW = "threshold: {value: g, bad_below: 10}"
QUORUM = "probe: {up: g, quorum: 50%}"
FRESH = "freshness: {timestamp: g, within: 1h}"
HALF_AN_HOUR = "30m"

GOOD, BAD, UNKNOWN = [0.0], [1.0], list[float]()

VALUES = [
    (ABOVE, [10], GOOD),
    (ABOVE, [10.001], BAD),
    (ABOVE, [inf], BAD),
    (ABOVE, [-inf], GOOD),
    (ABOVE, [nan], UNKNOWN),
    (ABOVE, [nan, 3], GOOD),
    (ABOVE, [nan, 12], BAD),
    (BELOW, [10], GOOD),
    (BELOW, [9.999], BAD),
    (BELOW, [inf], GOOD),
    (BELOW, [-inf], BAD),
    (BELOW, [nan], UNKNOWN),
    (QUORUM, [1, 0], GOOD),
    (QUORUM, [1, 0, 0], BAD),
    (QUORUM, [nan, 1], UNKNOWN),
    (FRESH, [1800 - 3600], GOOD),
    (FRESH, [1800 - 3601], BAD),
    (FRESH, [-inf], BAD),
    (FRESH, [nan], UNKNOWN),
    (FRESH, [nan, 0], GOOD),
]
"""The SLI, the values of its series at 1,800 seconds, and what the minute is."""


def case(folder: Path, sli: str, values: list[float], *, no_data: str = "") -> Case:
    rules = rule_files(write_specs(folder, SLO.replace("SLI", sli) + no_data))
    return Case([*rules.values()], {f'g{{n="{n}"}}': promtool_value(value) for n, value in enumerate(values)})


def promtool_value(value: float) -> str:
    """The value for an hour, as promtool reads it."""
    return " ".join([str(value).replace("nan", "NaN").replace("inf", "Inf")] * 120)


@pytest.mark.parametrize(("sli", "values", "bad"), VALUES)
def test_a_minute(tmp_path: Path, promtool: Program, sli: str, values: list[float], bad: list[float]) -> None:
    names = ["slo:sli_total:rate5m", "slo:sli_bad:rate5m"]
    found = case(tmp_path, sli, values).samples([(name, HALF_AN_HOUR) for name in names], promtool)
    assert [[one.value for one in series] for series in found.values()] == [[1.0] * len(bad), bad]


@pytest.mark.parametrize(
    ("no_data", "alert"),
    [("      no_data: alert\n", "WebGaugeNoData"), ("      no_data: bad\n", "WebGaugeBudgetBurn")],
)
@pytest.mark.parametrize("sli", [ABOVE, BELOW, QUORUM, FRESH])
def test_what_is_no_number_is_missing(tmp_path: Path, promtool: Program, sli: str, no_data: str, alert: str) -> None:
    query = ('ALERTS{alertstate="firing"}', HALF_AN_HOUR)
    [*fired] = case(tmp_path, sli, [nan], no_data=no_data).samples([query], promtool)[query]
    assert {one.labels["alertname"] for one in fired} == {alert}


QUOTIENT = "ratio: {errors: 'sum(rate(e[$window])) / sum(rate(k[$window]))', total: 'sum(rate(t[$window]))'}"


@pytest.mark.parametrize(
    ("sli", "series"),
    [
        (QUOTIENT, {"e": "0x300", "k": "0x60 0+1x240", "t": "0+5x300"}),
        (QUOTIENT, {"e": "0+1x30 30x270", "k": "0x60 0+1x240", "t": "0+5x300"}),
        ("probe: {up: p}", {"p": "1x50 NaN 1x200"}),
    ],
    ids=["0/0", "1/0", "probe"],
)
def test_a_moment_without_a_number_does_not_spoil_the_period(
    tmp_path: Path, promtool: Program, sli: str, series: dict[str, str]
) -> None:
    rules = rule_files(write_specs(tmp_path, SLO.replace("SLI", sli)))
    query = ("slo:error_budget_remaining:ratio", "100m")
    assert [one.value for one in Case([*rules.values()], series).samples([query], promtool)[query]] == [1]
