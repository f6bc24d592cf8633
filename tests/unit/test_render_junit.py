"""JUnit's XML keeps to what Jenkins' schema `junit-10.xsd` asks for: which elements and attributes, and counts of what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.diagnostics.render.formats import write
from sre_compiler.diagnostics.render.report import report
from tests.reports import FILES, HOSTILE, USUAL, many

COUNTS = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped", "disabled": "disabled"}
RESULT = "(skipped )?(error )*(failure )*(system-out )*(system-err )*"
ELEMENTS = {
    "testsuites": ({"name"}, {"time", "tests", "failures", "disabled", "errors"}, "(testsuite )*"),
    "testsuite": (
        {"name", "tests"},
        {"failures", "errors", "time", "disabled", "skipped", "timestamp", "hostname", "id", "package"},
        "(properties )?(testcase )*(system-out )?(system-err )?",
    ),
    "testcase": ({"name", "classname"}, {"assertions", "time", "status"}, RESULT),
    "failure": ({"type", "message"}, set(), ""),
    "system-out": (set(), set(), ""),
}
"""Of each element that we write: attributes that it must and may have, and what stands in it, in this order."""


def faults(text: str) -> Iterator[str]:
    """Everything in which a report is not as the schema has it."""
    root = ET.fromstring(text.encode())
    if root.tag != "testsuites":
        yield f"the root is {root.tag}"
    for element in root.iter():
        required, optional, content = ELEMENTS.get(element.tag, (set(), set(), "nothing of this name"))
        if not required <= set(element.attrib) <= required | optional:
            yield f"{element.tag} has the attributes {sorted(element.attrib)}"
        if not re.fullmatch(content, "".join(f"{one.tag} " for one in element)):
            yield f"{element.tag} holds {[one.tag for one in element]}"
        yield from _miscounted(element)


def _miscounted(element: ET.Element) -> Iterator[str]:
    for attribute, counted in COUNTS.items():
        number, there = element.get(attribute), sum(1 for _ in element.iter(counted))
        if number is not None and number != str(there):
            yield f"{element.tag} says {attribute}={number!r}, and there are {there}"


@given(many, st.frozensets(st.sampled_from(Severity)), st.lists(st.sampled_from(["a.yaml", "b.yaml", "c&.yaml"])))
def test_every_report_is_as_the_schema_has_it(
    findings: list[Diagnostic], failing: frozenset[Severity], files: list[str]
) -> None:
    assert [*faults(write("junit", report(findings, files, failing, lambda _name: None)))] == []


def test_suites_have_one_name_each_and_their_cases_belong_to_them() -> None:
    root = ET.fromstring(
        write("junit", report([*USUAL, HOSTILE], FILES, {Severity.ERROR}, lambda _name: None)).encode()
    )
    names = [suite.get("name") for suite in root]
    assert len(set(names)) == len(names) == 5
    assert all(case.get("classname") == suite.get("name") and case.get("name") for suite in root for case in suite)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ('tests="5"', 'tests="4"'),
        ('failures="1"', 'failures="0"'),
        (' type="unreachable-burn-rate"', ""),
        (' classname="specs/web.yaml"', ""),
        ("<system-out>", "<system-out when='now'>"),
        ("</testsuites>", "<testcase name='a' classname='b'/></testsuites>"),
    ],
)
def test_a_report_that_is_wrong_is_seen(written: str, wrong: str) -> None:
    text = write("junit", report([*USUAL, USUAL[1]], FILES, {Severity.ERROR}, lambda _name: None))
    assert written in text
    assert [*faults(text)] == []
    assert [*faults(text.replace(written, wrong, 1))] != []
