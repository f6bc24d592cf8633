"""Budgets, as a real promtool computes them from generated rules, against the events that were really there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.compiled import rule_files, write_specs
from tests.programs import Program
from tests.promtool_case import Case, only

BUDGET = 0.01
TOLERANCE = 0.005
SCRAPES = [30, 17]

AVAILABILITY = """\
  slos:
    - name: availability
      objective: 99%
      window: 5d
      sli:
        ratio:
          errors: http_requests_total{job="web", code="500"}
          total: http_requests_total{job="web"}
"""


@dataclass(frozen=True)
class Stretch:
    """Minutes of traffic: events a second, and how many of a thousand are bad. `bad` None: the bad series is missing."""

    minutes: float
    per_second: int
    bad_per_mille: int | None


def counters(stretches: Sequence[Stretch], scrape: int) -> tuple[list[int], list[int | None]]:
    """Samples of the good and of the bad counter, whole numbers of events in each scrape interval."""
    good, bad = [0], [None if stretches[0].bad_per_mille is None else 0]
    for stretch in stretches:
        for _ in range(round(stretch.minutes * 60 / scrape)):
            events = stretch.per_second * scrape * 1000
            failing = events * (stretch.bad_per_mille or 0) // 1000
            good.append(good[-1] + events - failing)
            last = next((value for value in reversed(bad) if value is not None), 0)
            bad.append(None if stretch.bad_per_mille is None else last + failing)
    return good, bad


def seen(values: Sequence[int | None]) -> int:
    """The increase between the first and the last sample: what anybody could observe of a counter without resets."""
    known = [value for value in values if value is not None]
    return known[-1] - known[0] if known else 0


QUIET_END = Stretch(20, 0, 0)

SCENARIOS = {
    "steady": [Stretch(1200, 10, 20), QUIET_END],
    "a busy hour with errors, a slow clean day": [Stretch(60, 1000, 100), Stretch(1380, 1, 0), QUIET_END],
    "an outage at night": [Stretch(600, 500, 1), Stretch(60, 5, 900), Stretch(600, 500, 1), QUIET_END],
    "thirty quiet minutes": [Stretch(300, 10, 10), Stretch(30, 0, 0), Stretch(600, 10, 10), QUIET_END],
    "errors born late": [Stretch(1200, 10, None), Stretch(240, 10, 100), QUIET_END],
    "one bad scrape an hour": [s for _ in range(20) for s in (Stretch(58.7, 10, 0), Stretch(0.6, 10, 500))]
    + [QUIET_END],
    "bursts between silence": [s for n in range(40) for s in (Stretch(0.6, 300, 30 * (n % 3)), Stretch(23.7, 0, 0))]
    + [QUIET_END],
}


@pytest.mark.parametrize("scrape", SCRAPES)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_budget_is_that_of_the_events(tmp_path: Path, promtool: Program, scenario: str, scrape: int) -> None:
    stretches = SCENARIOS[scenario]
    good, bad = counters(stretches, scrape)
    rules = rule_files(write_specs(tmp_path, AVAILABILITY, scrape_interval=f"{scrape}s"))
    case = Case(
        list(rules.values()),
        {'http_requests_total{job="web",code="200"}': good, 'http_requests_total{job="web",code="500"}': bad},
        interval=f"{scrape}s",
    )
    end = f"{(len(good) - 1) * scrape // 60}m"
    query = ('slo:error_budget_remaining:ratio{slo_id="web/availability"}', end)
    remaining = only(case.samples([query], promtool)[query])
    truth = seen(bad) / (seen(good) + seen(bad))
    assert (1 - remaining) * BUDGET == pytest.approx(truth, rel=TOLERANCE)
