"""The picture of on-call duty shows what the report says."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from msgspec.structs import replace

from sre_compiler import pipeline, rotas
from sre_compiler.plots import duty
from sre_compiler.plots.style import BAD
from sre_compiler.program import Program
from sre_compiler.rotas import FreeTime, Report
from tests.programs import ROOT

FREE = FreeTime("22:00", "06:00", ("sat", "sun"))


@pytest.fixture(scope="module")
def program() -> Program:
    program = pipeline.compile_specs(str(ROOT / "specs")).program
    assert program is not None
    return program


def report(program: Program) -> Report:
    horizon = rotas.horizon(program.project)
    assert horizon is not None
    return rotas.report(program, program.oncall_policies, horizon, FREE)


def titled(drawn: Figure, title: str) -> list[Axes]:
    return [axes for axes in drawn.axes if axes.get_title(loc="left") == title]


def test_each_bar_is_a_share_of_the_report(program: Program) -> None:
    found = report(program)
    drawn = duty.duty(found)
    for title, measure in (("hours", "duty"), ("nights", "nights"), ("weekends", "weekends")):
        for one, axes in zip(found.policies, titled(drawn, title), strict=True):
            wanted = [
                getattr(load, measure) / sum(getattr(each, measure) for each in schedule.loads)
                for schedule in one.schedules
                for load in schedule.loads
            ]
            assert [bar.get_width() for bar in axes.patches] == pytest.approx(wanted)


def test_each_turn_has_its_place(program: Program) -> None:
    found = report(program)
    lanes = duty.duty(found).axes[0]
    drawn = [path for one in lanes.collections if isinstance(one, PolyCollection) for path in one.get_paths()]
    assert len(drawn) == sum(load.turns for load in found.policies[0].schedules[0].loads)
    assert [text.get_text() for text in lanes.get_yticklabels()] == ["dan", "eve", "fay"]
    first = min(path.vertices[:, 0].min() for path in drawn)
    assert first * 86_400 == rotas.instant("2026-01-06T10:00", "America/New_York")


def test_what_is_not_agreed_is_red(program: Program) -> None:
    strict = tuple(
        replace(one, fairness=replace(one.fairness, max_share=Decimal("0.29"))) for one in program.oncall_policies
    )
    hours = titled(duty.duty(report(replace(program, oncall_policies=strict))), "hours")[1]
    from matplotlib.colors import to_hex

    red = [bar.get_width() > 0.29 for bar in hours.patches]
    assert [to_hex(bar.get_facecolor()) == BAD for bar in hours.patches] == red
    assert {True, False} == set(red)


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_same_report_is_the_same_picture(program: Program, tmp_path: Path, ending: str) -> None:
    found = report(program)
    for name in ("one", "other"):
        duty.draw(found, tmp_path / f"{name}.{ending}")
    assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"other.{ending}").read_bytes()
    assert b"2026-11" not in (tmp_path / f"one.{ending}").read_bytes()


def test_without_matplotlib_it_says_what_to_install() -> None:
    script = (
        "import sys; sys.modules['matplotlib'] = None; from sre_compiler.cli.main import run; "
        f"sys.exit(run(['oncall', 'report', {str(ROOT / 'specs')!r}, '--plot', 'x.png']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr == "sre-compile: --plot needs matplotlib: run `pip install 'sre-compile[plot]'`\n"
