"""Findings → JUnit's XML, which every CI server shows: a suite for each spec file, a case for each finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sre_compiler.diagnostics.diagnostic import Diagnostic
from sre_compiler.diagnostics.render.block import address
from sre_compiler.diagnostics.render.display import shown
from sre_compiler.diagnostics.render.report import Report, told

_NO_FILE = "project"
"""The suite of the findings about no file."""
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def render(report: Report) -> str:
    """A file without a finding has one case that passes. What does not make the run fail passes and is told as output.

    XML cannot hold control characters; they are escaped as on a terminal.
    """
    suites: dict[str, list[Diagnostic]] = {file: [] for file in report.files}
    for finding in report.findings:
        suites.setdefault(finding.where.file if finding.where else _NO_FILE, []).append(finding)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuites name="sre-compile"{_counts(suites.values(), report)}>')
    for file in sorted(suites):
        lines += _suite(file, suites[file], report)
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _counts(suites: Iterable[Sequence[Diagnostic]], report: Report) -> str:
    """The attributes that count cases; a suite without a finding is one case."""
    suites = [*suites]
    tests = sum(len(suite) or 1 for suite in suites)
    failures = sum(finding.severity in report.failing for suite in suites for finding in suite)
    return f' tests="{tests}" failures="{failures}" errors="0"'


def _suite(file: str, findings: Sequence[Diagnostic], report: Report) -> Iterator[str]:
    yield f'  <testsuite name="{in_xml(file)}"{_counts([findings], report)}>'
    if not findings:
        yield f'    <testcase name="no findings" classname="{in_xml(file)}"/>'
    for title, finding in zip(_titles(findings), findings, strict=True):
        yield f'    <testcase name="{in_xml(title)}" classname="{in_xml(file)}">'
        yield from _case(finding, failed=finding.severity in report.failing)
    yield "  </testsuite>"


def _titles(findings: Iterable[Diagnostic]) -> Iterator[str]:
    """The name of each case; of those with the same name GitLab shows one, so the second says that it is."""
    seen: Counter[str] = Counter()
    for finding in findings:
        title = f"{finding.name}: {finding.message}"
        seen[title] += 1
        yield title if seen[title] == 1 else f"{title} ({seen[title]})"


def _case(finding: Diagnostic, *, failed: bool) -> Iterator[str]:
    where = f"{address(finding.where)}\n" if finding.where else ""
    text = f"{where}{told(finding)}".translate(_ESCAPES)
    if failed:
        kind, message = in_xml(finding.name), in_xml(finding.message)
        yield f'      <failure type="{kind}" message="{message}">{text}</failure>'
    else:
        yield f"      <system-out>{finding.severity.value}: {text}</system-out>"
    yield "    </testcase>"


def in_xml(text: str) -> str:
    """Text as it may stand in an element or an attribute."""
    return shown(text).translate(_ESCAPES)
