"""The simulator by itself: alerts over time, traffic, the grid of a server, and what its tables are made of."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sre_compiler import pipeline
from sre_compiler.program import Program
from sre_compiler.simulation import alerting
from sre_compiler.simulation.counts import Counts
from sre_compiler.simulation.detection import detections, outages, usual_ratios
from sre_compiler.simulation.false_alarms import false_alarms
from sre_compiler.simulation.grid import Grid
from sre_compiler.simulation.months import Draw, month, paging, scrapes
from sre_compiler.simulation.ranges import Convention
from sre_compiler.simulation.render import as_markdown
from sre_compiler.simulation.replay import EVERYTHING, replay
from sre_compiler.simulation.site import Site, sites
from sre_compiler.simulation.tables import Section
from sre_compiler.simulation.traffic import FLAT, Chance, Shape, evenly, spread
from sre_compiler.simulation.verdicts import judge
from sre_compiler.units import Duration, Rate
from tests.compiled import write_specs

SLO = """\
  traffic: 40/s
  slos:
    - name: availability
      objective: 99.9%
      window: 30d
      sli:
        ratio: {errors: 'http_requests_total{code=~"5.."}', total: http_requests_total}
    - name: by-route
      objective: 99.9%
      window: 30d
      group_by: [route]
      sli:
        ratio: {good: 'http_requests_total{code!~"5.."}', total: http_requests_total}
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    folder: Path = tmp_path_factory.mktemp("specs")
    compiled = pipeline.compile_specs(str(write_specs(folder, SLO)))
    assert compiled.program is not None, compiled.diagnostics
    return compiled.program


@pytest.fixture(scope="module")
def site(program: Program) -> Site:
    return sites(program, "web/availability", None)[0]


@pytest.fixture(scope="module")
def grouped(program: Program) -> Site:
    return sites(program, "web/by-route", None)[0]


def at(site: Site, traffic: str) -> Site:
    return replace(site, service=replace(site.service, traffic=Rate.parse(traffic)))


def states(text: str) -> np.ndarray:
    return np.array([one == "#" for one in text])


@pytest.mark.parametrize(
    ("lasting", "keep", "holds", "fires"),
    [
        (0, 0, "..##..#..", "..##..#.."),
        (0, 2, "..##....#", "..####..#"),
        (0, 2, "#.#......", "#####...."),
        (2, 0, "#.##.####", ".......##"),
        (2, 2, "####.#...", "..######."),
        (2, 1, "####..#..", "..###...."),  # pending again after it stopped
        (1, 9, "#...#....", "........."),  # never lasted long enough
        (0, 9, ".........", "........."),
    ],
)
def test_an_alert_over_time(lasting: int, keep: int, holds: str, fires: str) -> None:
    minutes = np.arange(len(holds), dtype=np.int64) * 60_000
    times = {"lasting": Duration.seconds(60 * lasting), "keep": Duration.seconds(60 * keep)}
    assert alerting.firing(minutes, states(holds), **times).tolist() == states(fires).tolist()


@given(st.lists(st.booleans(), min_size=1), st.integers(0, 4), st.integers(0, 4))
def test_an_alert_is_what_prometheus_does_one_evaluation_after_the_other(
    holds: Sequence[bool], lasting: int, keep: int
) -> None:
    fired, since, cleared = [], None, None
    is_firing = False
    for now, one in enumerate(holds):
        if one:
            since, cleared = (now if since is None else since), None
            is_firing = is_firing or now - since >= lasting
        else:
            cleared = now if is_firing and cleared is None else cleared
            is_firing = is_firing and cleared is not None and now - cleared < keep
            since = since if is_firing else None
        fired.append(is_firing)
    minutes = np.arange(len(holds), dtype=np.int64) * 60_000
    times = {"lasting": Duration.seconds(60 * lasting), "keep": Duration.seconds(60 * keep)}
    assert alerting.firing(minutes, np.array(holds), **times).tolist() == fired


def test_groups_are_evaluated_at_their_own_intervals_and_phases() -> None:
    grid = Grid(Duration.parse("10m"), Duration.parse("15s"), slow_phase=Duration.parse("30s"))
    assert (grid.evaluations(fast=True) // 1000).tolist() == list(range(0, 601, 60))
    assert (grid.evaluations(fast=False) // 1000).tolist() == list(range(30, 601, 120))


def test_a_slow_group_reads_what_the_fast_one_recorded_last(site: Site) -> None:
    """A phase of the slow group only moves its alerts: the fast one's five-minute series is the same."""
    steps = 8 * 120
    counts = Counts(np.full(steps + 1, 1000.0), np.where(np.arange(steps + 1) > 7 * 120, 500.0, 0.0), (1e6, 1e6))
    ends = Duration.seconds(8 * 3600)
    fired = []
    for phase in (0, 30, 90):
        grid = Grid(ends, Duration.seconds(30), slow_phase=Duration.seconds(phase))
        slow = replay(site.objective, {EVERYTHING: counts}, grid, Convention.CLOSED).legs[1]
        fired.append((slow.first or 0) // 1000 - 7 * 3600)
    assert fired == [480, 510, 450]


@pytest.mark.parametrize("convention", Convention)
def test_a_series_that_never_exists_counts_nothing(site: Site, convention: Convention) -> None:
    """Errors that never came are none; without any series there is nothing but the alert about that."""
    grid = Grid(Duration.parse("2h"), Duration.parse("30s"))
    some, none = np.full(241, 5.0), np.full(241, np.nan)
    quiet = replay(site.objective, {EVERYTHING: Counts(some, none)}, grid, convention)
    assert [leg.fires.any() for leg in quiet.legs] == [False] * 4
    assert quiet.legs[0].long[-1] == 0
    gone = replay(site.objective, {EVERYTHING: Counts(none, none)}, grid, convention)
    assert [leg.fires.any() for leg in gone.legs] == [False] * 4
    assert gone.no_data[0].first == 600_000
    outage = replay(site.objective, {EVERYTHING: Counts(none, some)}, grid, convention)
    assert outage.legs[0].first == 60_000


def test_groups_by_themselves(grouped: Site) -> None:
    """One goes, one never was, one has no good event at all; only the first is missed, and only the last is paged."""
    grid = Grid(Duration.parse("2h"), Duration.parse("30s"))
    some, none = np.full(241, 5.0), np.full(241, np.nan)
    gone = np.where(np.arange(241) < 120, some, np.nan)
    counts = {"gone": Counts(gone, gone * 0), "never": Counts(none, none), "bad": Counts(none, some)}
    found = replay(grouped.objective, counts, grid, Convention.LEFT_OPEN)
    assert {leg.group for leg in found.legs if leg.fires.any()} == {"bad"}
    assert {one.group: one.first for one in found.no_data if one.fires.any()} == {"gone": (60 + 5 + 10) * 60_000}


def test_a_shape_keeps_the_mean_of_a_week() -> None:
    week = np.arange(0, 7 * 86_400_000, 60_000, dtype=np.int64)
    shape = Shape(peak=4, weekend=0.5).at(week)
    assert shape.mean() == pytest.approx(1)
    day = shape[: 24 * 60]
    assert day.max() / day.min() == pytest.approx(4)
    assert day.argmax() == 12 * 60
    assert shape[6 * 24 * 60] / shape[0] == pytest.approx(0.5)


@given(st.lists(st.floats(0, 5), min_size=1, max_size=50), st.floats(0, 1))
def test_whole_events_lose_nothing(expected: Sequence[float], ratio: float) -> None:
    column = np.array(expected)
    assert abs(spread(column).sum() - column.sum()) <= 0.5 + 1e-6
    counts = evenly(column, np.full(len(column), ratio))
    assert (counts.good >= 0).all()
    assert (counts.bad >= 0).all()
    assert (np.floor(counts.bad) == counts.bad).all()


def test_few_events_are_whole_and_many_are_exact(site: Site) -> None:
    grid = site.grid(Duration.parse("10h"))
    ratio = np.full(len(grid.scrapes()), 0.001)
    few, many = (at(site, traffic).counts(grid, ratio) for traffic in ("600/h", "40/s"))
    assert (np.floor(few.total) == few.total).all()
    assert (few.total.sum(), few.bad.sum()) == (6005, 6)
    assert set(many.bad.round(9)) == {1.2}


def test_chance_is_the_same_for_the_same_seed() -> None:
    expected, ratio = np.full(1000, 20.0), np.full(1000, 0.1)
    one, same, other = (Chance.seeded(*seed).counts(expected, ratio) for seed in ((1, 2), (1, 2), (1, 3)))
    assert one.bad.tolist() == same.bad.tolist()
    assert one.bad.tolist() != other.bad.tolist()
    assert one.total.mean() == pytest.approx(20, rel=0.05)
    assert one.bad.sum() / one.total.sum() == pytest.approx(0.1, rel=0.1)


DETECTED = [
    # error ratio; seconds until each leg fires: background study, 30 s scrapes, 60 s evaluations
    ("1", [60, 360, 480, 480]),
    ("0.1", [540, 1440, 2760, 2760]),
    ("0.015", [3480, 8880, 17520, 17520]),
    ("0.01", [None, 13200, 26160, 26160]),
    ("0.005", [None, None, 52080, 52080]),
    ("0.0009", [None, None, None, None]),
]


@pytest.mark.parametrize(("ratio", "seconds"), DETECTED)
def test_detection_by_leg(site: Site, ratio: str, seconds: Sequence[int | None]) -> None:
    found = list(detections(site, Fraction(ratio)))
    assert [one.after for one in found] == seconds
    spent = [one.after * Fraction(ratio) / Fraction("2592") if one.after else None for one in found]
    assert [one.spent for one in found] == [share and pytest.approx(float(share)) for share in spent]


def test_usual_ratios_begin_with_a_total_outage_and_end_with_what_the_budget_allows(site: Site) -> None:
    ratios = usual_ratios(site)
    assert ratios == sorted(ratios, reverse=True)
    assert (ratios[0], ratios[-1]) == (1, Fraction("0.001"))
    assert [one.burn for one in outages(site, [Fraction("0.02")])] == [20]


@pytest.mark.parametrize(
    ("traffic", "wanted"),
    [
        # pages a month of a healthy service with `min_errors` of 1, 2, 3 and 5
        ("240/d", [3.54, 0.10, 0.003, 0]),
        ("1440/d", [18.3, 0.98, 0.31, 0]),
    ],
)
def test_false_alarms_of_few_events(site: Site, traffic: str, wanted: Sequence[float]) -> None:
    found = {one.min_errors: one for one in false_alarms(at(site, traffic), Draw(25))}
    for count, pages in zip((1, 2, 3, 5), wanted, strict=True):
        spread_of_the_mean = (pages / 25) ** 0.5
        assert found[count].pages == pytest.approx(pages, abs=4 * spread_of_the_mean + 0.04)
    seconds = [found[count].detected[0] or 0 for count in (1, 3, 10)]
    assert seconds == sorted(seconds)
    assert seconds[0] < seconds[-1]


def test_an_alert_that_fires_as_the_month_begins_is_not_of_the_month(site: Site) -> None:
    total = np.full(scrapes(site), 1.0)
    found = month(site, Chance.seeded(1), FLAT, total)
    assert found.alerts(paging(site)) == []
    assert len(month(site, Chance.seeded(1), FLAT, total * (np.arange(len(total)) > 5000)).alerts(paging(site))) == 1


def test_text_of_specs_stays_in_its_cell() -> None:
    section = Section("A | b", "", (("group", "at"), ("a|b", "c\\|<d>\ne")))
    assert as_markdown([section]) == "## A \\| b\n\n| group | at |\n|---|---|\n| a\\|b | c\\\\\\|&lt;d&gt; e |\n"


def test_outages_of_the_model_are_found_and_nothing_else_is(site: Site) -> None:
    found = judge(site, Draw(25))
    assert found.pages.precision == pytest.approx(0.99, abs=0.03)
    assert found.pages.recall == pytest.approx(0.96, abs=0.05)
    assert found.pages.recall_of_much == pytest.approx(1, abs=0.02)
    assert found.pages.alerts == pytest.approx(1.9, abs=0.8)
    assert found.pages.late is not None
    assert found.pages.late[0] == pytest.approx(240, rel=0.3)
