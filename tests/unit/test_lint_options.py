"""Options of checks: what `explain` says follows them, and what is wrong with one keeps the checks from guessing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sre_compiler import checks, documents, explanation, pipeline
from sre_compiler.diagnostics import Place
from sre_compiler.kinds import read_options
from tests.compiled import PROJECT, write_specs

SLO = """\
  traffic: 15/h
  slos: [{name: a, objective: 99%, window: 30d, sli: {ratio: {errors: errors_total, total: events_total}}}]
"""


def compiled(folder: Path, options: str) -> pipeline.Compiled:
    lint = f"lint: {{options: {{{options}}}}}\n  calendar_horizon:"
    return pipeline.compile_specs(str(write_specs(folder, SLO, project=PROJECT.replace("calendar_horizon:", lint))))


def names(folder: Path, options: str) -> list[str]:
    return [one.name for one in compiled(folder, options).diagnostics]


def test_explain_goes_by_the_errors_that_the_project_asks_for(tmp_path: Path) -> None:
    program = compiled(tmp_path, "low-traffic: {errors: 7}").program
    assert program is not None
    assert "With `min_errors: 7` it " in (explanation.explain(program, "web/a", lambda _: "x.yaml:1") or "")


def test_while_an_option_is_wrong_no_check_goes_by_its_default(tmp_path: Path) -> None:
    assert "low-traffic" in names(tmp_path, "low-traffic: {errors: 5}")
    assert names(tmp_path, 'low-traffic: {errors: "2"}') == ["wrong-type"]


def test_what_is_null_or_left_out_is_no_choice(tmp_path: Path) -> None:
    assert "low-traffic" not in names(tmp_path, "low-traffic: {}")
    assert names(tmp_path, "low-traffic: {errors: }") == ["empty-value"]


@pytest.mark.parametrize("check", checks.options())
def test_a_default_can_be_written(check: str) -> None:
    for option in checks.options()[check]:
        [document], found = documents.parse(f"{option.name}: {option.written()}\n".encode(), "case.yaml")
        values, wrong = read_options(check, checks.options()[check], document.data, Place("case.yaml", 0, ()))
        assert (found, wrong, values) == ([], [], {option: option.default})
