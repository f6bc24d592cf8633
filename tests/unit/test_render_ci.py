"""Findings as the servers of GitHub, GitLab and everybody else's CI read them."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from hypothesis import given
from msgspec.structs import replace

from sre_compiler.diagnostics import Diagnostic, Severity, Span
from sre_compiler.diagnostics.render.display import shown
from sre_compiler.diagnostics.render.formats import write
from sre_compiler.diagnostics.render.report import report
from tests.reports import FILES, HOSTILE, KEY, LEG, NASTY, NONE, USUAL, many, of

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def test_annotations_the_worst_first() -> None:
    assert (
        write("github", of(*USUAL))
        == """\
::error file=specs/web.yaml,line=9,endLine=9,col=18,endColumn=21,title=unreachable-burn-rate::the `1h` leg can never \
fire%0A10 %25 error budget%0Aspecs/rates.yaml:6:8: factor 14.4%0Aspecs/x.yaml: or this%0Ahelp: raise `objective`, or leave \
this leg out:%0Aalerting:%0A  legs: [6h]%0Anote: the factor is budget x window / long
::warning file=specs/a.yaml,line=2,endLine=3,title=unknown-key::unknown key `owner`
::notice title=missing-document::no document of kind Project%0Ahelp: add one
"""
    )


@given(many)
def test_a_command_is_one_line_that_the_runner_can_take_apart(findings: list[Diagnostic]) -> None:
    lines = write("github", of(*findings)).splitlines()
    assert len(lines) == len(findings)
    for line in lines:
        assert shown(line) == line
        properties = COMMAND.fullmatch(line)[2].split(",")
        assert all(re.fullmatch(r"(file|line|endLine|col|endColumn|title)=[^,:]*", one) for one in properties)


def test_hostile_text_is_shown_in_an_annotation() -> None:
    _, properties, data = COMMAND.fullmatch(write("github", of(HOSTILE)).rstrip("\n")).groups()
    file = dict(one.split("=", 1) for one in properties.split(","))["file"]
    assert unquote(file) == shown(HOSTILE.where.file)
    assert unquote(data).startswith("\n".join(map(shown, NASTY.split("\n"))))


def test_code_quality() -> None:
    issues = json.loads(write("gitlab", of(*USUAL)))
    assert all(re.fullmatch("[0-9a-f]{32}", issue.pop("fingerprint")) for issue in issues)
    assert issues == [
        issue("missing-document", "info", "no document of kind Project, add one", "specs/a.yaml", 1),
        issue("unknown-key", "minor", "unknown key `owner`", "specs/a.yaml", 2),
        issue(
            "unreachable-burn-rate",
            "major",
            "the `1h` leg can never fire, raise `objective`, or leave this leg out: alerting: legs: [6h]",
            "specs/web.yaml",
            9,
        ),
    ]


def issue(name: str, severity: str, text: str, path: str, line: int) -> dict:
    where = {"path": path, "lines": {"begin": line}}
    return {"description": text, "check_name": name, "severity": severity, "location": where}


@given(many)
def test_every_issue_is_one_of_its_own(findings: list[Diagnostic]) -> None:
    issues = json.loads(write("gitlab", of(*findings)))
    assert len({issue["fingerprint"] for issue in issues}) == len(findings)
    assert all(issue["location"]["path"] and issue["location"]["lines"]["begin"] >= 1 for issue in issues)
    assert all(shown(issue["description"]) == issue["description"] for issue in issues)


def test_suites() -> None:
    assert (
        write("junit", of(replace(KEY, severity=Severity.ERROR), NONE))
        == """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="sre-compile" tests="4" failures="1" errors="0">
  <testsuite name="project" tests="1" failures="0" errors="0">
    <testcase name="missing-document: no document of kind Project" classname="project">
      <system-out>info: no document of kind Project
help: add one</system-out>
    </testcase>
  </testsuite>
  <testsuite name="specs/a.yaml" tests="1" failures="1" errors="0">
    <testcase name="unknown-key: unknown key `owner`" classname="specs/a.yaml">
      <failure type="unknown-key" message="unknown key `owner`">specs/a.yaml:2:1
unknown key `owner`</failure>
    </testcase>
  </testsuite>
  <testsuite name="specs/clean.yaml" tests="1" failures="0" errors="0">
    <testcase name="no findings" classname="specs/clean.yaml"/>
  </testsuite>
  <testsuite name="specs/web.yaml" tests="1" failures="0" errors="0">
    <testcase name="no findings" classname="specs/web.yaml"/>
  </testsuite>
</testsuites>
"""
    )


def test_a_warning_fails_where_it_fails_the_run() -> None:
    for severities, failures in [((Severity.ERROR,), "0"), ((Severity.ERROR, Severity.WARNING), "1")]:
        text = write("junit", report([KEY], FILES, severities, lambda _name: None))
        assert ET.fromstring(text).get("failures") == failures
        assert len([*ET.fromstring(text).iter("failure")]) == int(failures)


@given(many)
def test_suites_are_xml_and_count_right(findings: list[Diagnostic]) -> None:
    root = ET.fromstring(write("junit", of(*findings)).encode())
    cases = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(set(cases)) == len(cases) == int(root.get("tests"))
    failures = sum(finding.severity is Severity.ERROR for finding in findings)
    assert len([*root.iter("failure")]) == failures == int(root.get("failures"))
    assert sum(name != "no findings" for _, name in cases) == len(findings)


def test_hostile_text_is_read_back_from_xml_as_a_terminal_shows_it() -> None:
    root = ET.fromstring(write("junit", of(HOSTILE)).encode())
    [failure] = root.iter("failure")
    assert failure.get("message") == shown(NASTY)
    assert "\n".join(map(shown, NASTY.split("\n"))) in failure.text


def test_a_finding_without_a_line_and_one_without_a_file() -> None:
    lines = write("github", of(replace(LEG, where=LEG.related[1].where), NONE)).splitlines()
    assert [line.split("::")[1] for line in lines] == [
        "error file=specs/x.yaml,title=unreachable-burn-rate",
        "notice title=missing-document",
    ]


def test_a_report_of_no_files_names_the_folder() -> None:
    [only] = json.loads(write("gitlab", of(NONE, files=())))
    assert only["location"] == {"path": ".", "lines": {"begin": 1}}


def test_columns_only_within_a_line() -> None:
    [line] = write("github", of(replace(KEY, where=Span("a.yaml", 2, 3, 3, 1)))).splitlines()
    assert line.startswith("::warning file=a.yaml,line=2,endLine=3,title=")
