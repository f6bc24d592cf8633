"""Every check and every finding has bad cases, in which it is found, and good ones, in which nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sre_compiler import checks, pages
from sre_compiler.diagnostics.render import text
from tests import cases
from tests.cases import TESTS, Case

FILES = sorted(path for folder in ("checks", "findings") for path in (TESTS / folder).glob("[!_]*.yaml"))
CASES = [case for file in FILES for case in cases.read(file)]
SERVERS = {"board-without-values", "panel-in-error", "panel-without-data", "alert-not-proven", "route-not-proven"}
PAGES = {"broken-markers", "edited-block", "leftover-block", "leftover-page", "moved-page", "page-in-use"}
WRITER = {"foreign-file", "linked-output", "incident-identity-changes", "receiver-order-changes"}
PAGES |= {"dead-runbook-link", "runbook-stub", "runbook-without-section"}
ELSEWHERE = {"missing-secret", "stale-baseline-entry", "withdrawn-fix"} | WRITER | PAGES | SERVERS
"""No spec brings them about by itself; the tests of the writer, of the baseline, of the fixes and of servers do."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}: {case.title}")
def test_exactly_what_is_expected_is_found(case: Case, tmp_path: Path) -> None:
    file, found = case.compile(tmp_path)
    missing, unexpected = list(case.expected), []
    for finding in found:
        met = next((one for one in missing if one.is_met_by(finding, file)), None)
        missing.remove(met) if met else unexpected.append(finding)
    wrong = [f"not found: {one}" for one in missing] + [f"not expected: {text.concise([one])}" for one in unexpected]
    assert wrong == []


def test_every_finding_has_good_and_bad_cases() -> None:
    good = {case.name for case in CASES if case.is_good and not case.expected}
    bad = {case.name for case in CASES if not case.is_good and case.name in {one.name for one in case.expected}}
    assert good == bad == set(pages.names()) - ELSEWHERE


def test_the_cases_of_a_check_are_in_the_file_of_its_name() -> None:
    assert {path.stem for path in FILES if path.parent.name == "checks"} == {
        name.replace("-", "_") for name in checks.modules()
    }
