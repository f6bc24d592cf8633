"""The pictures of simulations show what the tables say."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from msgspec.structs import replace

from sre_compiler import pipeline
from sre_compiler.plots import detections, scenarios
from sre_compiler.simulation.answers import Study
from sre_compiler.simulation.detection import outages
from sre_compiler.simulation.scenario import Replayed, run
from sre_compiler.simulation.site import Site, sites
from tests.transcript import PROJECTS

FOLDER = PROJECTS / "simulated"


@pytest.fixture(scope="module")
def site() -> Site:
    program = pipeline.compile_specs(str(FOLDER / "specs")).program
    assert program is not None
    return sites(program, "web/availability", None)[0]


@pytest.fixture(scope="module")
def replayed(site: Site) -> Replayed:
    scenario, _ = pipeline.scenario(str(FOLDER / "release.yaml"))
    assert scenario is not None
    return run(site, scenario)


@pytest.fixture(scope="module")
def study(site: Site) -> Study:
    return Study(site, tuple(outages(site, map(Fraction, ("1", "0.1", "0.01", "0.001")))))


def titled(drawn: Figure, title: str) -> Axes:
    [found] = [axes for axes in drawn.axes if axes.get_title(loc="left").startswith(title)]
    return found


def test_each_bar_is_a_time_that_an_alert_fires(replayed: Replayed) -> None:
    alerts = titled(scenarios.picture(replayed), "Alerts")
    bars = {(bar.get_x(), bar.get_x() + bar.get_width()) for bar in alerts.patches}
    end = float(replayed.scenario.spec.lasts.in_seconds)
    for one in (*replayed.outcome.legs, *replayed.outcome.no_data):
        spans = replayed.episodes(one)
        assert spans
        assert {(start, min(until, end)) for start, until in spans} <= bars
    assert [one.get_text() for one in alerts.get_yticklabels()] == ["1h/5m page", "3d/6h ticket", "no data"]


def test_burn_rates_and_thresholds_are_those_of_the_rules(replayed: Replayed) -> None:
    lines = titled(scenarios.picture(replayed), "Burn rate").get_lines()
    heights = {line.get_ydata()[0] for line in lines if len(set(line.get_ydata())) == 1}
    assert {14.4, 1.0} <= {round(float(one), 9) for one in heights}
    highest = max(np.nanmax(line.get_ydata()) for line in lines)
    assert highest == pytest.approx(100, rel=0.01)


def test_the_budget_ends_at_what_the_table_says(replayed: Replayed) -> None:
    budget = titled(scenarios.picture(replayed), "Budget spent")
    [line] = budget.get_lines()
    assert line.get_ydata()[-1] == pytest.approx(100 * replayed.spent_at_end)
    assert "13.9%" in [text.get_text() for text in budget.texts]


def test_each_mark_is_a_detection(study: Study) -> None:
    late = titled(detections.picture(study), "Time until")
    for number, line in enumerate(late.get_lines()[: len(study.site.objective.alerting_legs)]):
        wanted = [one.detections[number].after for one in study.outages if one.detections[number].after]
        assert list(line.get_ydata()) == wanted


@pytest.mark.parametrize("ending", ["svg", "png"])
@pytest.mark.parametrize("kind", ["scenarios", "detections"])
def test_the_same_values_give_the_same_bytes(
    kind: str, ending: str, replayed: Replayed, study: Study, tmp_path: Path
) -> None:
    draw: Callable[[object, Path], None] = {"scenarios": scenarios, "detections": detections}[kind].draw
    found = {"scenarios": replayed, "detections": study}[kind]
    first, second = tmp_path / f"one.{ending}", tmp_path / f"two.{ending}"
    draw(found, first)
    draw(found, second)
    assert first.read_bytes() == second.read_bytes()


def test_texts_of_specs_are_no_formulas(replayed: Replayed, tmp_path: Path) -> None:
    metadata = replayed.scenario.metadata.model_copy(update={"title": r"$\frac{1}{0$ <b>&"})
    named = replace(replayed, scenario=replayed.scenario.model_copy(update={"metadata": metadata}))
    scenarios.draw(named, tmp_path / "one.svg")
    assert (tmp_path / "one.svg").stat().st_size > 10_000
