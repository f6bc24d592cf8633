"""What becomes of an SLO whose metric vanishes: coverage, the no-data alert, and the three things a spec may say of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compiled import rule_files, write_specs
from tests.consumers.projects import ONE_LEG
from tests.programs import Program
from tests.promtool_case import Case, Labels, Sample, Values

REQUESTS = """\
  slos:
    - name: availability
      objective: 99.9%
      window: 2d
      sli: {ratio: {errors: 'http_requests_total{code="500"}', total: http_requests_total}}
"""
LAG = """\
  slos:
    - name: availability
      objective: 99%
      window: 2d
      sli: {threshold: {value: lag_seconds, bad_above: 10}}
"""

NO_DATA = {
    "__name__": "ALERTS",
    "alertname": "WebAvailabilityNoData",
    "alertstate": "firing",
    "severity": "ticket",
    "team": "shop",
    "service": "web",
    "slo": "availability",
    "slo_id": "web/availability",
}
FIRING = 'ALERTS{alertstate="firing"}'


def rules(folder: Path, slo: str) -> list[str]:
    return [*rule_files(write_specs(folder, slo, project=ONE_LEG)).values()]


def present(*minutes: tuple[int, int]) -> list[int | None]:
    """A counter that is scraped every 30 seconds within these minutes, and not in between."""
    known = {step for start, end in minutes for step in range(start * 2, end * 2 + 1)}
    return [1000 + 30 * step if step in known else None for step in range(max(known) + 1)]


def labels(samples: list[Sample]) -> list[Labels]:
    return sorted((one.labels for one in samples), key=lambda one: one.get("route", ""))


@pytest.mark.parametrize(("after", "minutes"), [("", 10), ("      no_data: {then: alert, after: 1h}\n", 60)])
def test_a_metric_that_vanishes_for_hours(tmp_path: Path, promtool: Program, after: str, minutes: int) -> None:
    """The five minutes that a rate looks back keep the recorded series alive, then `for` begins."""
    gone, back, end = 24 * 60, 30 * 60, 32 * 60
    case = Case(rules(tmp_path, REQUESTS + after), {'http_requests_total{code="200"}': present((0, gone), (back, end))})
    fires = {gone + 4 + minutes: False, gone + 6 + minutes: True, back - 1: True, back + 2: False, end: False}
    coverage = ("slo:sli_coverage:ratio_period", f"{end}m")
    found = case.samples([*((FIRING, f"{minute}m") for minute in fires), coverage], promtool)
    assert {minute: labels(found[FIRING, f"{minute}m"]) for minute in fires} == {
        minute: [NO_DATA] if firing else [] for minute, firing in fires.items()
    }
    [known] = found[coverage]
    assert known.labels == {"__name__": "slo:sli_coverage:ratio_period", "slo_id": "web/availability"}
    assert known.value == pytest.approx((gone + end - back) / (48 * 60), rel=0.005)


def test_groups_that_were_there_within_a_day(tmp_path: Path, promtool: Program) -> None:
    """Each group that is gone is named for a day; while there is no group at all, so is the whole SLO."""
    a, b, end = 60, 120, 28 * 60
    series: dict[str, Values] = {
        'http_requests_total{code="200",route="a"}': present((0, a), (end - 60, end)),
        'http_requests_total{code="200",route="b"}': present((0, b)),
    }
    case = Case(rules(tmp_path, REQUESTS + "      group_by: [route]\n"), series)
    group_a, group_b = ({**NO_DATA, "route": one, "slo_group": one} for one in "ab")
    firing = {
        a + 14: [],
        a + 16: [group_a],
        b + 14: [group_a],
        b + 16: [NO_DATA, group_a, group_b],
        24 * 60 + a + 3: [NO_DATA, group_a, group_b],
        24 * 60 + a + 6: [NO_DATA, group_b],
        24 * 60 + b + 3: [NO_DATA, group_b],
        24 * 60 + b + 6: [NO_DATA],
        end - 58: [],
        end: [],
    }
    found = case.samples([(FIRING, f"{minute}m") for minute in firing], promtool)
    assert {minute: labels(found[FIRING, f"{minute}m"]) for minute in firing} == firing


@pytest.mark.parametrize(
    ("then", "alerts", "total"),
    [("alert", ["WebAvailabilityNoData"], []), ("bad", ["WebAvailabilityBudgetBurn"], [1]), ("ignore", [], [])],
)
def test_what_missing_data_means(
    tmp_path: Path, promtool: Program, then: str, alerts: list[str], total: list[float]
) -> None:
    """An hour of good minutes, then nothing for half an hour."""
    case = Case(rules(tmp_path, f"{LAG}      no_data: {then}\n"), {"lag_seconds": "3x120 stale"})
    asked = [(FIRING, "60m"), (FIRING, "90m"), ("slo:sli_total:rate5m", "90m"), ("slo:sli_bad:rate5m", "90m")]
    before, after, *recorded = case.samples(asked, promtool).values()
    assert before == []
    assert [one.labels["alertname"] for one in after] == alerts
    assert [[one.value for one in series] for series in recorded] == [total, total]
