"""`sre-compile test` on a built folder: what passes, what fails and in which words, and what is missing."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sre_compiler.cli.main import run
from tests.compiled import write_specs

SPECS = """\
  slos:
    - name: availability
      objective: 99.9%
      window: 30d
      sli: {ratio: {errors: 'http_requests_total{code=~"5.."}', total: http_requests_total}}
  alerts:
    - name: Full
      expr: queue_depth > 10
      for: 5m
      severity: ticket
      summary: A queue is full.
"""
RULES = "generated/prometheus/main/rules/web"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.chdir(tmp_path)
    write_specs(tmp_path / "specs", SPECS)
    assert run(["build", "specs", "--only", "prometheus"]) == 0
    capfd.readouterr()
    return tmp_path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_was_built_passes(built: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["test"]) == 0
    told = capfd.readouterr()
    assert (told.out, told.err) == ("8 tests: 8 passed, 0 failed\n", "")


def test_a_failure_is_told_in_words_at_its_line(built: Path, capfd: pytest.CaptureFixture[str]) -> None:
    edit(built / RULES / "fast.yaml", "> 0.0144", "> 0.016")
    edit(built / RULES / "alerts.yaml", "> 10", "> 100")
    assert run(["test", "generated", "--format", "concise"]) == 1
    told = capfd.readouterr()
    assert told.out == "8 tests: 6 passed, 2 failed\n"
    assert "web/availability: the 1h leg of WebAvailabilityBudgetBurn does not fire after 2h30m" in told.err
    assert "Full: Full does not fire after" in told.err
    assert all(line.startswith("specs/web.yaml:") for line in told.err.splitlines())


@pytest.mark.parametrize("version", ["2.53", "3.0"])
def test_what_an_older_promtool_cannot_read_is_left_out(
    version: str, built: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    specs = SPECS.replace(
        "{ratio: {errors: 'http_requests_total{code=~\"5..\"}', total: http_requests_total}}",
        "{latency: {histogram: rpc_seconds, below: 300ms, native: true}}",
    )
    write_specs(built / "specs", specs)
    edit(built / "specs" / "project.yaml", '"2.42"', '"3.5"')
    assert run(["build", "specs", "--only", "prometheus"]) == 0
    capfd.readouterr()
    promtool = built / "promtool"
    promtool.write_text(f'#!/bin/sh\n[ "$1" != --version ] || echo promtool, version {version}.1\n')
    promtool.chmod(0o755)
    assert run(["test", "--promtool", str(promtool)]) == 0
    needed = len([*(built / "generated").rglob("*-native.test.yaml")])
    others = len([*(built / "generated").rglob("*.test.yaml")]) - needed
    left_out = f"; {needed} left out, which this promtool is too old for" if version < "3" else ""
    tried = others if left_out else others + needed
    assert needed == 3
    assert capfd.readouterr().out == f"{tried} tests: {tried} passed, 0 failed{left_out}\n"


def test_a_folder_without_its_specs_is_enough(built: Path, capfd: pytest.CaptureFixture[str]) -> None:
    edit(built / RULES / "fast.yaml", "severity: page", "severity: nobody")
    (built / "specs").rename(built / "elsewhere")
    assert run(["test", "generated", "--format", "junit"]) == 1
    report = ET.fromstring(capfd.readouterr().out)
    failures = [one.get("message", "") for one in report.iter("failure")]
    assert len(failures) == int(report.get("failures", "")) == 1
    assert 'expected severity="page"; found severity="nobody"' in failures[0]


def test_rules_that_cannot_be_read_are_told_in_promtools_words(built: Path, capfd: pytest.CaptureFixture[str]) -> None:
    edit(built / RULES / "slow.yaml", "groups:", "groups: [")
    assert run(["test", "generated", "--format", "concise"]) == 1
    assert "yaml: " in capfd.readouterr().err


def test_a_program_that_is_missing_is_said_how_to_install(
    built: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(built))
    assert run(["test"]) == 2
    assert "promtool is not installed; install it with apt-get install prometheus" in capfd.readouterr().err


def test_a_folder_without_tests_is_said_to_be_none(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["test", str(tmp_path)]) == 2
    assert "holds no generated tests" in capfd.readouterr().err
