"""Budgets, as a real promtool computes them from generated rules, against the events that were really there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from tests.compiled import rule_files, write_specs
from tests.consumers.projects import ONE_LEG
from tests.programs import Program
from tests.promtool_case import Case, Labels, Values, only

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
    """The increases from sample to sample: what anybody could observe of a counter, which restarts at 0."""
    known = [value for value in values if value is not None]
    return sum(later - earlier if later >= earlier else later for earlier, later in pairwise(known))


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
    rules = rule_files(write_specs(tmp_path, AVAILABILITY, project=ONE_LEG, scrape_interval=f"{scrape}s"))
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


UNEVEN = [Stretch(240, 10, 2), Stretch(60, 200, 50), Stretch(300, 10, 2), Stretch(30, 5, 900), Stretch(600, 20, 0)]


def restarted(values: Sequence[int | None], every: int) -> list[int | None]:
    """The same increases from a process that starts again at 0 each so many samples."""
    starts = [value or 0 for value in values[::every] for _ in range(every)]
    return [value if value is None else value - start for value, start in zip(values, starts, strict=False)]


def replaced(values: Sequence[int | None], every: int) -> list[list[int | None]]:
    """The same increases from one process after the other, each with a series of its own from 0; they share no sample."""
    lives = [restarted(values, every)[start : start + every] for start in range(0, len(values), every)]
    return [[None] * (number * every) + life for number, life in enumerate(lives)]


def pods(code: int, lives: Sequence[Sequence[int | None]]) -> dict[str, Values]:
    return {f'http_requests_total{{job="web",code="{code}",pod="{n}"}}': life for n, life in enumerate(lives)}


@pytest.mark.parametrize(("scrape", "hours"), [(30, 1), (17, 7)])
@pytest.mark.parametrize("new_series", [False, True], ids=["restarted", "replaced"])
def test_the_budget_survives_restarts(
    tmp_path: Path, promtool: Program, scrape: int, hours: int, new_series: bool
) -> None:
    every = hours * 3600 // scrape
    lives = [replaced(one, every) if new_series else [restarted(one, every)] for one in counters(UNEVEN, scrape)]
    rules = rule_files(write_specs(tmp_path, AVAILABILITY, project=ONE_LEG, scrape_interval=f"{scrape}s"))
    case = Case([*rules.values()], pods(200, lives[0]) | pods(500, lives[1]), interval=f"{scrape}s")
    query = ('slo:error_budget_remaining:ratio{slo_id="web/availability"}', "1230m")
    good, bad = (sum(seen(life) for life in one) for one in lives)
    spent = (1 - only(case.samples([query], promtool)[query])) * BUDGET
    assert spent == pytest.approx(bad / (good + bad), rel=TOLERANCE)


def test_two_slos_on_one_metric(tmp_path: Path, promtool: Program) -> None:
    second = AVAILABILITY.replace("  slos:\n", "").replace("availability", "found").replace("500", "404")
    rules = rule_files(write_specs(tmp_path, AVAILABILITY + second, project=ONE_LEG))
    each = {"200": 270, "500": 9, "404": 21}
    series = {f'http_requests_total{{job="web",code="{code}"}}': f"1000+{count}x240" for code, count in each.items()}
    query = ("slo:error_budget_remaining:ratio", "2h")
    found = Case([*rules.values()], series).samples([query], promtool)[query]
    remaining = {one.labels["slo_id"]: one.value for one in found}
    assert remaining == pytest.approx({"web/availability": 1 - 3, "web/found": 1 - 7})
    assert len(found) == 2


def edited(folder: Path) -> dict[str, str]:
    """The rules after the service went to another team, and got a tier, another title and a description."""
    specs = write_specs(folder, AVAILABILITY, project=ONE_LEG)
    team = ONE_LEG[ONE_LEG.index("kind: Team") : ONE_LEG.rindex("---")].replace("name: shop", "name: ops")
    with (specs / "project.yaml").open("a", encoding="utf-8") as project:
        project.write(f"---\napiVersion: sre-compile.dev/v1alpha1\n{team}")
    service = (specs / "web.yaml").read_text(encoding="utf-8").replace("team: shop", "team: ops\n  tier: 1")
    words = "name: availability\n      title: Answers\n      description: Every request gets one."
    (specs / "web.yaml").write_text(service.replace("name: availability", words), encoding="utf-8")
    return rule_files(specs)


def test_a_label_edited_in_the_middle(tmp_path: Path, promtool: Program) -> None:
    """The new rules go on with the series that the old ones recorded: 2 % bad for ten hours, then none for five.

    What was recorded is put between the evaluations: promtool refuses two samples at one time.
    """
    minutes, history = 600, ("{__name__=~'slo:sli_(total|bad):rate5m'}", "600m")
    series = {
        'http_requests_total{code="200",job="web"}': "0+294x1200",
        'http_requests_total{code="500",job="web"}': "0+6x1200",
    }
    old = Case([*rule_files(write_specs(tmp_path / "old", AVAILABILITY, project=ONE_LEG)).values()], series)
    recorded = {written(one.labels): [None, one.value] * minutes for one in old.samples([history], promtool)[history]}
    later = {'http_requests_total{code="200",job="web"}': f"_x{minutes * 2} 0+300x600"}
    new = Case([*edited(tmp_path / "new").values()], recorded | later)
    ratio, info = ("slo:sli_error:ratio_period", "900m"), ("slo_info", "900m")
    found = new.samples([ratio, info], promtool)
    assert only(found[ratio]) == pytest.approx(0.02 * 10 / 15, rel=TOLERANCE)
    [facts] = found[info]
    assert {name: facts.labels[name] for name in ("team", "tier", "title")} == {
        "team": "ops",
        "tier": "1",
        "title": "Answers",
    }


def written(labels: Labels) -> str:
    return f"{labels['__name__']}{{{','.join(f'{k}={json.dumps(v)}' for k, v in labels.items() if k != '__name__')}}}"


ONE_IN_661 = """\
  slos:
    - name: availability
      objective: 99.9%
      window: 30d
      sli: {ratio: {errors: 'http_requests_total{code="500"}', total: http_requests_total}}
      alerting: {min_errors: K}
"""


@pytest.mark.parametrize(("min_errors", "legs"), [(1, {"1h": "page", "3d": "ticket"}), (3, {})])
def test_one_error_in_661_requests(tmp_path: Path, promtool: Program, min_errors: int, legs: dict[str, str]) -> None:
    """A request a minute for 13 hours, the 661st fails: 1 in 60 is above 1.44 %, and 1 in 661 above 0.1 %."""
    rules = rule_files(write_specs(tmp_path, ONE_IN_661.replace("K", str(min_errors)), scrape_interval="60s"))
    series = {
        'http_requests_total{code="200"}': [minute - (minute > 660) for minute in range(781)],
        'http_requests_total{code="500"}': [int(minute > 660) for minute in range(781)],
    }
    query = ('count_over_time(ALERTS{alertstate="firing"}[13h])', "13h")
    found = Case([*rules.values()], series, interval="1m").samples([query], promtool)[query]
    assert {one.labels["leg"]: one.labels["severity"] for one in found} == legs
