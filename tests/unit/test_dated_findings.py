"""What is a finding from a day on: told by `lint` after that day, and by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sre_compiler.cli.main import run
from tests.compiled import write_specs

SERVICE = "  slos: [{name: answers, objective: 99.9%, window: 30d, sli: {ratio: {errors: errors, total: total}}}]\n"
INCIDENT = """\
apiVersion: sre-compile.dev/v1alpha1
kind: Incident
metadata: {name: 2026-03-14-web}
spec:
  severity: ticket
  services: [web]
  times: {detected: "2026-03-14T09:20Z"}
  actions: [{action: Watch it, kind: detect, owner: bo, due: "2026-04-01"}]%s
"""
NAME = "action-overdue"


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    folder = write_specs(tmp_path / "specs", SERVICE)
    (folder / "incident.yaml").write_text(INCIDENT % "", encoding="utf-8")
    return folder


@pytest.mark.parametrize(("today", "told"), [("2026-04-01", False), ("2026-04-02", True), ("2027-01-01", True)])
def test_lint_tells_it_from_the_day_after(
    today: str, told: bool, specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in ("cold", "from the cache"):
        assert run(["lint", str(specs), "--today", today]) == 0
        assert (NAME in capsys.readouterr().err) is told


def test_build_does_not_depend_on_the_day(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in ("cold", "from the cache"):
        assert run(["build", str(specs), "--strict"]) == 0
        assert NAME not in capsys.readouterr().err


def test_an_allowance_of_what_is_not_late_yet_is_not_unused(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    comment = f"  # sre: allow {NAME}: waits for the new disk"
    (specs / "incident.yaml").write_text(INCIDENT % comment, encoding="utf-8")
    for today in ("2026-03-20", "2026-06-01"):
        assert run(["lint", str(specs), "--today", today]) == 0
        said = capsys.readouterr().err
        assert "unused-allow" not in said
        assert f"({NAME})" not in said
