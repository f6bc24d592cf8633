"""Every format is read by what it is for: the JSON by its schema, JUnit by a parser of XML, metrics by promtool."""

from __future__ import annotations

import json
import subprocess
import xml.etree.ElementTree as ET
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from sre_compiler.budget.formats import FORMATS
from sre_compiler.budget.override import overridden
from sre_compiler.budget.report import Circumstances, report_of
from tests.budget.cases import DAY, WHOLE, ask, slo
from tests.budget.fake import END, World
from tests.programs import ROOT, Program

HOSTILE = '</failure>"%\n\x1b[31m|`<b>\\'
SCHEMA = json.loads((ROOT / "schemas" / "budget-report.schema.json").read_text(encoding="utf-8"))


@cache
def _results() -> Any:
    """One of each state; the frozen one has a hostile name for a group, a gap and an incident."""
    frozen = World().fill(
        (("provider", HOSTILE), *WHOLE), 8 * DAY, lambda ago: None if DAY < ago < DAY + 36_000 else 0.02
    )
    frozen.firing = [(("provider", HOSTILE), ("leg", "1d"))]
    return [
        ask(World().fill(WHOLE, 8 * DAY, lambda _: 0.001)),
        ask(World().fill(WHOLE, 2 * DAY, lambda _: 0.027)),
        ask(frozen, slo(group_by=("provider",), title=HOSTILE)),
        ask(World(), slo(slo_id="shop/other")),
    ]


def report(
    *, allow: str | None = None, strict: bool = False, on_unknown: str = "fail", only: slice = slice(None)
) -> dict[str, Any]:
    around = Circumstances(float(END), "http://prometheus:9090", "2.42.0", strict, on_unknown)
    return report_of(overridden(_results()[only], allow), around)


def test_the_report_is_as_its_schema_says() -> None:
    Draft7Validator.check_schema(SCHEMA)
    check = Draft7Validator(SCHEMA, format_checker=FormatChecker())
    made = json.loads(FORMATS["json"](report(allow="reliability-fix")))
    assert [one.message for one in check.iter_errors(made)] == []
    assert [one["state"] for one in made["slos"]] == ["open", "warn", "frozen", "unknown"]
    assert (made["state"], made["exit_code"], made["slos"][2]["override"]) == ("unknown", 3, "reliability-fix")
    assert made["slos"][3]["groups"] == []


def test_every_key_is_described() -> None:
    def undescribed(schema: Any, path: str = "") -> list[str]:
        if isinstance(schema, list):
            return [one for item in schema for one in undescribed(item, path)]
        if not isinstance(schema, dict):
            return []
        bare = [
            f"{path}/{key}"
            for key, value in schema.get("properties", {}).items()
            if "description" not in value and "oneOf" not in value
        ]
        return bare + [one for key, value in schema.items() for one in undescribed(value, f"{path}/{key}")]

    assert undescribed(SCHEMA) == []


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({}, 3),
        ({"on_unknown": "pass"}, 1),
        ({"only": slice(0, 2)}, 0),
        ({"only": slice(0, 2), "strict": True}, 1),
        ({"only": slice(0, 3)}, 1),
        ({"only": slice(0, 3), "allow": "reliability-fix"}, 0),
        ({"allow": "reliability-fix"}, 3),
    ],
)
def test_the_worst_exit_code_wins(options: dict[str, Any], code: int) -> None:
    assert report(**options)["exit_code"] == code


@pytest.mark.parametrize(
    ("options", "outcomes"),
    [
        ({}, ["system-out", "system-out", "failure", "error"]),
        ({"strict": True, "on_unknown": "pass"}, ["system-out", "failure", "failure", "system-out"]),
        ({"allow": "reliability-fix"}, ["system-out", "system-out", "system-out", "error"]),
    ],
)
def test_junit_fails_what_the_exit_code_is_made_of(options: dict[str, Any], outcomes: list[str]) -> None:
    root = ET.fromstring(FORMATS["junit"](report(**options)))
    cases = [*root.iter("testcase")]
    assert [case[0].tag for case in cases] == outcomes
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == (
        "4",
        str(outcomes.count("failure")),
        str(outcomes.count("error")),
    )
    assert [case.get("name") for case in cases] == ["shop/answers"] * 3 + ["shop/other"]


def test_metrics_are_metrics(promtool: Program) -> None:
    text = FORMATS["prometheus"](report(only=slice(2, 4)))
    done = subprocess.run([promtool.path, "check", "metrics"], input=text, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), text
    assert text.count("\nslo_budget_left_ratio{") == 1
    assert 'state="unknown"} 1.0' in text


NAMED = {'a"} 1\n\x1b[31m|': "v", "service.name": "w", "environment": "x", "look_back": "y"}


def named() -> dict[str, Any]:
    """The report on a SLO whose series carry labels that nobody would choose, and ones that our metrics have themselves."""
    labels = tuple(sorted([*NAMED.items(), *WHOLE]))
    around = Circumstances(float(END), "http://prometheus:9090", "", strict=False, on_unknown="fail")
    return report_of([ask(World().fill(labels, 8 * DAY, lambda _: 0.02))], around)


def test_names_of_labels_break_out_of_nothing() -> None:
    made = named()
    assert made["slos"][0]["groups"][0]["labels"] == NAMED
    for style in ("table", "github"):
        assert FORMATS[style](made).replace("\n", "").isprintable()
    rows = [line for line in FORMATS["markdown"](made).splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {11}
    assert len(rows) == 3


def test_names_of_labels_are_names_of_labels(promtool: Program) -> None:
    text = FORMATS["prometheus"](named())
    done = subprocess.run([promtool.path, "check", "metrics"], input=text, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), text
    [left] = [line for line in text.splitlines() if line.startswith("slo_budget_left_ratio{")]
    assert 'service_name="w"' in left
    assert 'environment="prod",' in left
    assert 'exported_environment="x"' in left
    assert 'exported_look_back="y"' in left


def test_annotations_are_one_line_each() -> None:
    lines = FORMATS["github"](report()).splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error", "::error", "::warning", "unknown"]
    assert "title=shop/other%3A unknown::" in lines[0]
    assert "\x1b" not in "".join(lines)


def test_markdown_keeps_what_it_is_told_as_text() -> None:
    text = FORMATS["markdown"](report())
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 2 + 4
    assert {line.replace("\\|", "").count("|") for line in rows} == {11}
    assert "<b>" not in text.replace("\\<b\\>", "")
    assert "- then: Only mending." in text


def test_the_table_steers_no_terminal() -> None:
    changed = report(allow="reliability-fix")
    changed["slos"][0]["consequences"] = [HOSTILE]
    text = FORMATS["table"](changed)
    assert text.replace("\n", "").isprintable()
    assert "shop/answers: frozen, overridden: reliability-fix" in text
    assert "  then: Only mending." in text
    frozen = FORMATS["table"](report())
    assert "  to pass: --allow reliability-fix (whoever is on call)" in frozen
