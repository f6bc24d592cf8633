"""Findings as JSON, whole and by the line."""

from __future__ import annotations

import json

from hypothesis import given
from msgspec.structs import replace

from sre_compiler.diagnostics import Diagnostic, Span
from sre_compiler.diagnostics.render.formats import write
from sre_compiler.diagnostics.render.report import fingerprints
from tests.reports import ALLOWED, BASELINED, FILES, HOSTILE, KEY, LEG, NASTY, NONE, USUAL, many, of

RELATED = [
    {
        "where": {"file": "specs/rates.yaml", "line": 6, "column": 8, "end_line": 7, "end_column": 18},
        "label": "factor 14.4",
    },
    {
        "where": {"file": "specs/x.yaml", "line": None, "column": None, "end_line": None, "end_column": None},
        "label": "or this",
    },
]


def test_a_whole_report() -> None:
    assert (
        write("json", of(NONE, files=FILES[:1]))
        == """\
{
  "version": 1,
  "files": 1,
  "findings": [
    {
      "name": "missing-document",
      "severity": "info",
      "message": "no document of kind Project",
      "label": "",
      "help": "add one",
      "note": "",
      "where": null,
      "related": [],
      "fix": null,
      "object": "",
      "fingerprint": "e0024f44d296003dd4fa67c9d37f3beb"
    }
  ],
  "silenced": []
}
"""
    )


def test_the_other_half_of_a_finding() -> None:
    [found] = json.loads(write("json", of(LEG)))["findings"]
    assert found["where"] == {"file": "specs/web.yaml", "line": 9, "column": 18, "end_line": 9, "end_column": 21}
    assert found["related"] == RELATED


def test_nothing_was_found() -> None:
    assert json.loads(write("json", of())) == {"version": 1, "files": 3, "findings": [], "silenced": []}
    assert write("jsonl", of()) == ""


def test_what_is_silenced_says_why() -> None:
    report = json.loads(write("json", of(KEY, silenced=(ALLOWED, BASELINED))))
    assert [one["name"] for one in report["findings"]] == ["unknown-key"]
    place = {"file": "specs/web.yaml", "line": 8, "column": 3, "end_line": 8, "end_column": 40}
    assert [one["silence"] for one in report["silenced"]] == [
        {"by": "baseline", "reason": "", "until": None, "where": None},
        {"by": "comment", "reason": NASTY, "until": "2027-01-31", "where": place},
    ]
    assert write("jsonl", of(KEY, silenced=(ALLOWED, BASELINED))) == write("jsonl", of(KEY))


@given(many)
def test_a_line_is_an_object_of_the_whole(findings: list[Diagnostic]) -> None:
    whole, lines = write("json", of(*findings)), write("jsonl", of(*findings))
    assert json.loads(whole)["findings"] == [json.loads(line) for line in lines.splitlines()]
    assert len(lines.splitlines()) == len(findings)
    assert (whole + lines).isascii()


def test_hostile_text_is_read_back_as_it_was() -> None:
    [line] = write("jsonl", of(HOSTILE)).splitlines()
    found = json.loads(line)
    assert [found[key] for key in ("message", "label", "help", "note")] == [NASTY] * 4
    assert found["where"]["file"] == HOSTILE.where.file


@given(many)
def test_fingerprints_are_unique_and_outlive_moved_lines(findings: list[Diagnostic]) -> None:
    made = fingerprints(findings)
    assert len(set(made)) == len(findings)
    assert fingerprints([moved(finding) for finding in findings]) == made


def moved(finding: Diagnostic) -> Diagnostic:
    where = finding.where
    return replace(finding, where=replace(where, line=where.line + 7)) if isinstance(where, Span) else finding


def test_a_fingerprint_tells_names_files_objects_and_messages_apart() -> None:
    elsewhere = replace(KEY, where=Span("specs/b.yaml", 2, 1, 3, 4))
    changes = [replace(KEY, name="other"), replace(KEY, message="other"), replace(KEY, object="Team/a"), elsewhere]
    assert len({fingerprints([one])[0] for one in [KEY, *changes]}) == 5


def test_other_words_about_the_same_object_have_the_same_fingerprint() -> None:
    named = replace(KEY, object="Service/web: spec.owner")
    assert fingerprints([named]) == fingerprints([replace(named, message="no key is called `owner`")])


def test_the_order_of_findings_does_not_matter() -> None:
    for style in ("json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"):
        assert write(style, of(*USUAL)) == write(style, of(*reversed(USUAL), files=FILES[::-1]))
