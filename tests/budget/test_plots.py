"""Pictures of budgets: they are pictures, the same each time, and nothing in them is taken for a formula."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import pairwise
from math import isnan
from pathlib import Path

import pytest
from matplotlib.axes import Axes

from sre_compiler.budget.evaluate import Result
from sre_compiler.budget.measures import Measures
from sre_compiler.plots.budgets import MOST, _sheet, draw
from sre_compiler.plots.style import styled
from tests.budget.cases import DAY, WHOLE, ask, slo
from tests.budget.fake import END, World
from tests.programs import ROOT
from tests.transcript import surroundings

HOSTILE = "$\\frac{$ {x} <b>"


@pytest.fixture(scope="module")
def results() -> list[object]:
    """Fine, overspent with a gap and an incident, young with a hostile name, unknown."""

    def spent(ago: int) -> float | None:
        return None if 2 * DAY < ago < 2 * DAY + 36_000 else 0.9 if 3 * DAY < ago < 3 * DAY + 7200 else 0.001

    young = World().fill((("provider", HOSTILE), *WHOLE), DAY, lambda _: 0.003)
    return [
        ask(World().fill(WHOLE, 8 * DAY, lambda _: 0.0)),
        ask(World().fill(WHOLE, 8 * DAY, spent)),
        ask(young, slo(group_by=("provider",), title=HOSTILE)),
        ask(World()),
    ]


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_same_picture_each_time(ending: str, results: list, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.{ending}" for name in "ab"]
    assert [draw(results, END, file) for file in files] == [0, 0]
    assert files[0].read_bytes() == files[1].read_bytes()
    if ending == "svg":
        assert ET.parse(files[0]).getroot().tag.endswith("svg")
    else:
        assert files[0].read_bytes().startswith(b"\x89PNG")


def test_each_budget_is_a_row(results: list, tmp_path: Path) -> None:
    one, three = tmp_path / "one.png", tmp_path / "three.png"
    draw(results[:1], END, one)
    draw(results, END, three)
    assert three.read_bytes()[20:24] > one.read_bytes()[20:24]  # the height of a PNG


def test_nothing_known_is_a_picture_too(results: list, tmp_path: Path) -> None:
    assert draw(results[3:], END, tmp_path / "none.png") == 0


def test_what_is_too_much_is_left_out(results: list, tmp_path: Path) -> None:
    assert draw(results[:1] * (MOST + 2), END, tmp_path / "many.svg") == 2


@pytest.mark.parametrize(
    ("setup", "file", "told"),
    [("", "budget.gif", "budget.gif ends in neither .png nor .svg"), ("sys.modules['matplotlib'] = None", "budget.png", "run `pip install 'sre-compile[plot]'`")],
)  # fmt: skip
def test_what_cannot_be_drawn_is_told_before_anything_is_asked(
    setup: str, file: str, told: str, tmp_path: Path
) -> None:
    arguments = [
        "budget",
        str(ROOT / "specs"),
        "--server",
        "eu1",
        "--prometheus-url",
        "http://127.0.0.1:1",
        "--plot",
        file,
    ]
    script = f"import sys; {setup}\nfrom sre_compiler.cli.main import main\nmain({arguments!r})"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=surroundings(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def sheet(result: Result) -> tuple[Measures, Axes, Axes]:
    """What is known of the first budget, and the two drawings of it."""
    group = result.groups[0]
    assert group.measures is not None
    with styled():
        left, right = _sheet([(result.slo, group, group.measures)], END).axes
    return group.measures, left, right


def words(axes: Axes) -> str:
    return "\n".join(one.get_text() for one in axes.texts)


def test_the_line_burns_down_to_what_is_left(results: list) -> None:
    for result in results[:3]:
        measures, axes, _ = sheet(result)
        line = axes.get_lines()[0]
        known = [value for value in line.get_ydata() if not isnan(value)]
        assert (known[0], known[-1]) == (100, pytest.approx(100 * measures.left_of_window))
        assert all(later <= earlier for earlier, later in pairwise(known))
        assert line.get_xdata()[-1] * DAY == pytest.approx(END)


def test_gaps_incidents_and_thresholds_are_marked(results: list) -> None:
    _, axes, rates = sheet(results[1])
    assert "no data" in words(axes)
    assert "not measured yet" not in words(axes)
    assert "back on 2026-09-2" in words(axes)
    assert "frozen at 0%" in words(axes)
    assert "1h leg 14.4x" in words(rates)
    _, young, _ = sheet(results[2])
    assert "not measured yet" in words(young)
    assert "no data" not in words(young)
    _, fine, _ = sheet(results[0])
    assert "back on" not in words(fine)


def test_burn_rates_are_those_of_the_last_day_and_each_hour(results: list) -> None:
    measures, _, axes = sheet(results[1])
    [daily] = [line for line in axes.get_lines() if line.get_label() == "last day"]
    assert daily.get_ydata()[-1] == pytest.approx(measures.burn["1d"])
    assert 5 < max(daily.get_ydata()) < 20, "an hour of the incident burned at 90"
