"""`sre-compile test` on an edited alertmanager.yaml: whoever is told of something else, or of nothing, is said so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sre_compiler.cli.main import run
from tests.compiled import PROJECT, write_specs

SERVICE = """\
  slos:
    - name: availability
      objective: 99.9%
      window: 30d
      sli: {ratio: {errors: 'http_requests_total{code=~"5.."}', total: http_requests_total}}
      no_data: {then: alert, after: 10m, severity: ticket}
  alerts:
    - {name: Full, expr: queue_depth > 10, for: 5m, severity: ticket, summary: A queue is full.}
"""
SPECS = (
    PROJECT.replace("environments: {prod: {}}", "environments: {prod: {}}\n  identity_labels: [env]")
    .replace('version: "2.42", scrape', 'version: "2.42", external_labels: {env: prod}, scrape')
    .replace('to: "17:00"}]\n', 'to: "17:00"}]\n  holidays: {extra: ["2026-01-06"]}\n')
    .replace("ticket: [mail]", "ticket: [{receiver: mail, when: office}, {receiver: later, when: off_hours}]")
    .replace(
        "{to: shop@test.example}}\n", "{to: shop@test.example}}\n    - {name: later, email: {to: night@test.example}}\n"
    )
)
CONFIG = "generated/alertmanager/alertmanager.yaml"
BURN = "WebAvailabilityBudgetBurn"
OPEN = '- start_time: "09:00"\n            end_time: "17:00"'
EQUAL = "      - slo_id\n      - slo_group\n      - env\n"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.chdir(tmp_path)
    write_specs(tmp_path / "specs", SERVICE, project=SPECS)
    assert run(["build", "specs", "--only", "alertmanager"]) == 0
    capfd.readouterr()
    return tmp_path


def replaced(old: str, new: str, *, count: int = 1) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, count)


def without_rule(first: str) -> Callable[[str], str]:
    """Without the inhibition rule whose matchers begin so."""
    return lambda text: re.sub(rf"  - source_matchers:\n{re.escape(first)}(?:    .*\n)*", "", text)


EDITS: dict[str, tuple[Callable[[str], str], str]] = {
    "a receiver swapped": (
        replaced("receiver: shop/ticket/office", "receiver: shop/page"),
        f"{BURN} of ticket goes to shop/page and shop/ticket/off-hours, and should go to shop/ticket/off-hours and shop/ticket/office",
    ),
    "continue dropped": (
        replaced("          continue: true\n", ""),
        f"{BURN} of ticket goes to shop/ticket/office, and should go to shop/ticket/off-hours and shop/ticket/office",
    ),
    "hours swapped": (
        lambda text: text.replace("- office/open", "- X").replace("- office/closed", "- office/open").replace("- X", "- office/closed"),
        f"{BURN} of ticket goes to shop/ticket/off-hours when office is open (tried at 2026-01-01T08:00:00Z), and should go to shop/ticket/office",
    ),
    "opens late": (
        replaced('start_time: "09:00"', 'start_time: "10:00"'),
        "of ticket goes to nobody when office is open (tried at 2026-01-01T08:00:00Z), and should go to shop/ticket/office",
    ),
    "opens early": (
        replaced('start_time: "09:00"', 'start_time: "08:00"'),
        "goes to shop/ticket/off-hours and shop/ticket/office when office is closed for a minute more",
    ),
    "closes early": (
        replaced('end_time: "17:00"', 'end_time: "16:00"'),
        "goes to nobody when office is open for a minute more (tried at 2026-01-01T15:59:00Z)",
    ),
    "a holiday forgotten": (
        replaced("          mute_time_intervals:\n            - office/holidays\n", ""),
        "goes to shop/ticket/off-hours and shop/ticket/office when office is closed for the holiday 2026-01-06",
    ),
    "a zone without summer": (
        replaced("location: Europe/Berlin", "location: Africa/Lagos", count=-1),
        "goes to shop/ticket/off-hours when office is open after the clocks were changed",
    ),
    "an interval that is not there": (
        replaced("- name: office/closed", "- name: office/shut"),
        "of page",
    ),
    "an inhibition dropped": (
        without_rule('      - slo_id=~".+"\n      - leg=~".+"\n      - severity="page"\n'),
        f"the 1d leg of {BURN} (ticket) is told while the 1h leg of {BURN} (page) fires, and should be silent",
    ),
    "a place forgotten": (
        replaced(EQUAL, EQUAL.replace("      - env\n", "")),
        f"the 1d leg of {BURN} (ticket) is silent while the 1h leg of {BURN} (page) fires in another `env`, and should be told",
    ),
    "too much silence": (
        replaced("inhibit_rules:\n", 'inhibit_rules:\n  - {source_matchers: [severity="page"], target_matchers: [severity="ticket"], equal: [team]}\n'),
        f'Full (ticket) is silent while the 1h leg of {BURN} (page) fires, by the rule of severity="page", and should be told',
    ),
}  # fmt: skip


def test_what_was_built_passes(built: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["test"]) == 0
    assert capfd.readouterr().out == "1 tests: 1 passed, 0 failed\n"
    assert built


@pytest.mark.parametrize("edit", list(EDITS))
def test_an_edit_is_told_in_words(built: Path, capfd: pytest.CaptureFixture[str], edit: str) -> None:
    change, words = EDITS[edit]
    file = built / CONFIG
    before = file.read_text(encoding="utf-8")
    file.write_text(change(before), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != before
    assert run(["test", "--format", "concise"]) == 1
    told = capfd.readouterr()
    assert told.out == "1 tests: 0 passed, 1 failed\n"
    assert words in told.err
    assert all(line.startswith("specs/web.yaml:") for line in told.err.splitlines())


def test_one_mistake_is_one_finding(built: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = built / CONFIG
    file.write_text(EDITS["a receiver swapped"][0](file.read_text(encoding="utf-8")), encoding="utf-8")
    assert run(["test", "--format", "concise"]) == 1
    assert len(capfd.readouterr().err.splitlines()) == 1


def test_junit_has_each_failure_without_the_specs(built: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = built / CONFIG
    file.write_text(EDITS["opens late"][0](file.read_text(encoding="utf-8")), encoding="utf-8")
    (built / "specs").rename(built / "elsewhere")
    assert run(["test", "--format", "junit"]) == 1
    report = ET.fromstring(capfd.readouterr().out)
    failures = [one.get("message", "") for one in report.iter("failure")]
    assert len(failures) == int(report.get("failures", "")) == 8
    assert all("goes to nobody when office is open" in one for one in failures)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("scale:", "- scale: ["),
        ("scale:", "scales:"),
        ("tests:", "test:"),
        ("receivers:", "receiver:"),
        ('severity="page"', 'severity="fatal"'),
    ],
)
def test_a_file_of_tests_that_cannot_be_read_proves_nothing(
    old: str, new: str, built: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = built / "generated/alertmanager/tests/web.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    assert run(["test"]) == 1
    assert "alertmanager/tests/web.yaml holds no tests of routes that can be read" in capfd.readouterr().err
