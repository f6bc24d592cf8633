"""Findings as SARIF: accepted by the schema, and exactly these objects."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from jsonschema import Draft4Validator
from msgspec.structs import replace

from sre_compiler import __version__
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity, Span
from sre_compiler.diagnostics.render.formats import write
from tests.reports import ALLOWED, BASELINED, HOSTILE, KEY, LEG, NONE, USUAL, many, of

SCHEMA = Draft4Validator(json.loads((Path(__file__).parent / "schemas/sarif-2.1.0-rtm.5.json").read_text("utf-8")))


def run(*findings: Diagnostic, silenced: tuple[Diagnostic, ...] = ()) -> dict:
    text = write("sarif", of(*findings, silenced=silenced))
    data = json.loads(text)
    assert [*SCHEMA.iter_errors(data)] == []
    assert text.isascii()
    [only] = data["runs"]
    return only


def test_the_schema_refuses_what_is_wrong() -> None:
    data = json.loads(write("sarif", of(KEY)))
    data["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert [*SCHEMA.iter_errors(data)] != []


def test_the_tool_and_the_pages_of_its_findings() -> None:
    driver = run(*USUAL)["tool"]["driver"]
    assert driver == {
        "name": "sre-compile",
        "version": __version__,
        "rules": [
            {"id": "missing-document"},
            {
                "id": "unknown-key",
                "shortDescription": {"text": "A key that nobody reads."},
                "help": {"text": "A key that nobody reads.\n\nIt looks like a setting."},
            },
            {"id": "unreachable-burn-rate"},
        ],
    }


def test_what_is_silenced_is_a_suppressed_result() -> None:
    results = run(NONE, silenced=(ALLOWED, BASELINED))["results"]
    silences = {one["ruleId"]: one.get("suppressions") for one in results}
    assert silences["missing-document"] is None
    assert silences["unknown-key"] == [{"kind": "external"}]
    [comment] = silences["unreachable-burn-rate"]
    assert (comment["kind"], comment["location"]["physicalLocation"]["region"]["startLine"]) == ("inSource", 8)
    assert comment["justification"].startswith("a\"b'")


def test_a_whole_result() -> None:
    whole = run(LEG)
    assert whole["columnKind"] == "unicodeCodePoints"
    [result] = whole["results"]
    assert len(result.pop("partialFingerprints")["finding/v1"]) == 32
    assert result == {
        "ruleId": "unreachable-burn-rate",
        "ruleIndex": 0,
        "level": "error",
        "message": {
            "text": "the `1h` leg can never fire\n10 % error budget\nhelp: raise `objective`, or leave this leg out:\n"
            "alerting:\n  legs: [6h]\nnote: the factor is budget x window / long"
        },
        "locations": [place("specs/web.yaml", 9, 18, 9, 21)],
        "relatedLocations": [
            {"id": 1, **place("specs/rates.yaml", 6, 8, 7, 18), "message": {"text": "factor 14.4"}},
            {"id": 2, **place("specs/x.yaml"), "message": {"text": "or this"}},
        ],
    }


def place(uri: str, *region: int) -> dict:
    where: dict = {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}}
    if region:
        where["region"] = dict(zip(("startLine", "startColumn", "endLine", "endColumn"), region, strict=True))
    return {"physicalLocation": where}


def test_a_finding_about_no_file_stands_in_the_first() -> None:
    [result] = run(NONE)["results"]
    assert (result["level"], result["locations"]) == ("note", [place("specs/a.yaml", 1, 1, 1, 1)])


@pytest.mark.parametrize(
    ("file", "artifact"),
    [
        ("specs/a b#c.yaml", {"uri": "specs/a%20b%23c.yaml", "uriBaseId": "%SRCROOT%"}),
        ("a:b.yaml", {"uri": "a%3Ab.yaml", "uriBaseId": "%SRCROOT%"}),
        ("/etc/specs/日.yaml", {"uri": "file:///etc/specs/%E6%97%A5.yaml"}),
    ],
)
def test_a_path_is_an_uri(file: str, artifact: dict) -> None:
    [result] = run(Diagnostic("n", Severity.ERROR, "m", Span(file, 1, 1, 1, 2)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == artifact


@given(many)
def test_any_findings_are_valid_one_result_each(findings: list[Diagnostic]) -> None:
    whole = run(*findings)
    assert len(whole["results"]) == len(findings)
    for result in whole["results"]:
        assert whole["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_hostile_text_makes_no_link_and_keeps_its_path() -> None:
    [result] = run(HOSTILE)["results"]
    assert r"\[x](http://e) " in result["message"]["text"]
    assert "[x](http" not in result["message"]["text"].replace(r"\[", "")
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote_to_bytes(uri).decode(errors="surrogateescape") == HOSTILE.where.file


def test_a_fix_is_the_text_that_replaces_a_region() -> None:
    fix = Fix("write `team`", (Edit(Span("specs/a.yaml", 2, 1, 2, 6), "team"), Edit(Span("specs/b.yaml", 1, 1, 2, 1))))
    [result] = run(replace(KEY, fix=fix))["results"]
    [only] = result["fixes"]
    assert only["description"] == {"text": "write `team`"}
    assert [
        (
            one["artifactLocation"]["uri"],
            one["replacements"][0]["deletedRegion"],
            one["replacements"][0]["insertedContent"],
        )
        for one in only["artifactChanges"]
    ] == [
        ("specs/a.yaml", {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 6}, {"text": "team"}),
        ("specs/b.yaml", {"startLine": 1, "startColumn": 1, "endLine": 2, "endColumn": 1}, {"text": ""}),
    ]
