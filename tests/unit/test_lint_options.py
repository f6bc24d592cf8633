"""Options of checks: what `explain` says follows them, and what is wrong with one keeps the checks from guessing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from sre_compiler import checks, documents, explanation, kinds, pipeline
from sre_compiler.diagnostics import Place
from sre_compiler.documents import Data, Number
from tests.compiled import PROJECT, write_specs
from tests.test_schemas import plain

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
        values, wrong = kinds.read_options(check, checks.options()[check], document.data, Place("case.yaml", 0, ()))
        assert (found, wrong, values) == ([], [], {option: option.default})


WORDS = [
    "5",
    "5m",
    "7d",
    "0s",
    "50%",
    "09:00",
    "sat",
    "user_id",
    "Urgent",
    "",
    "errors",
    "scrapes",
    "longest",
    "weekend",
]
SCALARS = st.sampled_from(
    [*WORDS, "é", True, None, *(Number(raw, Decimal(raw)) for raw in ("0", "5", "2.5", "1000000"))]
)
VALUES = st.recursive(
    SCALARS, lambda one: st.lists(one, max_size=3) | st.dictionaries(st.sampled_from(WORDS), one), max_leaves=4
)
SCHEMA = kinds.schemas(checks.options())["project.schema.json"]
OF_OPTIONS = Draft7Validator({"$ref": "#/definitions/LintOptions", "definitions": SCHEMA["definitions"]})
NAMES = sorted({option.name for options in checks.options().values() for option in options})


@given(st.sampled_from([*checks.options()]), st.dictionaries(st.sampled_from([*NAMES, "x"]), VALUES, max_size=3))
def test_whatever_is_written_is_a_value_or_a_finding_in_its_place(check: str, data: dict[str, Data]) -> None:
    place = Place("case.yaml", 0, ("spec", "lint", "options", check))
    values, found = kinds.read_options(check, checks.options()[check], data, place)
    assert {one.where.path[:4] for one in found if isinstance(one.where, Place)} <= {place.path}
    assert len(values) == (0 if found else len(data))
    assert OF_OPTIONS.is_valid({check: plain(data)}) or found


@pytest.mark.parametrize("check", checks.options())
def test_an_editor_knows_the_options_and_no_others(check: str) -> None:
    defaults = {one.name: yaml.safe_load(one.written()) for one in checks.options()[check]}
    assert OF_OPTIONS.is_valid({check: defaults})
    assert not OF_OPTIONS.is_valid({check: {"x": 5}})
    assert not any(OF_OPTIONS.is_valid({check: {name: {}}}) for name in defaults)


def test_names_of_specs_are_known_whatever_stands_in_options(tmp_path: Path) -> None:
    folder = tmp_path / "specs"
    compiled(folder, "low-traffic: {errors: {a: {b: [5]}}}")
    assert "web" in pipeline.known_names(str(folder))["service"].names
