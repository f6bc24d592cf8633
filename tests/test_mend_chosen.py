"""`lint --fix` leaves alone what somebody lives with: what the baseline knows, and what the project does not want to hear of."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from sre_compiler.cli.main import run
from tests.compiled import PROJECT, write_specs

ALERT = """\
  alerts:
    - name: QueueFull
      expr: depth{job=~"web", cell=~"one"} > 9
      for: 5m
      severity: ticket
      summary: A queue is full.
      labels: {team: "{{ $value }}", product: shop}
"""
PLAIN = ("regex-is-plain-string", "Service/web: spec.alerts[QueueFull].expr")
VALUE = ("value-in-label", "Service/web: spec.alerts[QueueFull].labels.team")
TAKEN = ("overwritten-label", "Service/web: spec.alerts[QueueFull].labels.team")


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return write_specs(tmp_path / "specs", ALERT) / "web.yaml"


def know(*entries: tuple[str, str, int]) -> None:
    found = [{"name": name, "file": "web.yaml", "object": about, "count": count} for name, about, count in entries]
    Path("specs/.sre-baseline.json").write_text(json.dumps({"version": 1, "findings": found}), encoding="utf-8")


def lint(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[str, str]:
    capsys.readouterr()
    run(["lint", *options, "--format", "concise"])
    streams = capsys.readouterr()
    return streams.out, streams.err


def test_what_the_baseline_knows_is_not_mended_and_not_stale(web: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lint(capsys, "--write-baseline")
    before = web.read_bytes()
    assert run(["lint", "--diff"]) == 0
    out, told = lint(capsys, "--fix")
    assert (web.read_bytes(), out, told) == (before, "", "")
    lint(capsys, "--fix", "--no-baseline")
    assert b'depth{job="web", cell="one"}' in web.read_bytes()


@pytest.mark.parametrize(("count", "mended"), [(1, b'{job=~"web", cell="one"}'), (3, b'{job=~"web", cell=~"one"}')])
def test_of_findings_that_are_alike_as_many_are_left_as_are_known(
    web: Path, capsys: pytest.CaptureFixture[str], count: int, mended: bytes
) -> None:
    know((*PLAIN, count))
    _, told = lint(capsys, "--fix")
    assert mended in web.read_bytes()
    assert "(regex-is-plain-string)" not in told.partition("\n\n")[2]
    assert told.count("(stale-baseline-entry)") == (count == 3)


def test_what_another_fix_took_away_is_not_stale_in_this_run(web: Path, capsys: pytest.CaptureFixture[str]) -> None:
    know((*PLAIN, 2), (*VALUE, 1))
    _, told = lint(capsys, "--fix")
    assert "fixed: remove it (overwritten-label)" in told
    assert b"labels: {product: shop}" in web.read_bytes()
    assert "stale-baseline-entry" not in told
    assert "stale-baseline-entry" in lint(capsys)[1]


def test_since_a_revision_what_is_stale_in_a_changed_file_is_told(
    web: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    know((*PLAIN, 3))
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@shop.example"]
    for command in (["init", "-q"], ["add", "specs"], ["commit", "-qm", "specs"]):
        subprocess.run([*git, *command], check=True, cwd=web.parent.parent, stdin=subprocess.DEVNULL)
    assert "stale-baseline-entry" not in lint(capsys, "--since", "HEAD")[1]
    web.write_text(web.read_text().replace("cell=~", "cell="), encoding="utf-8")
    assert "stale-baseline-entry" in lint(capsys, "--since", "HEAD")[1]


def test_a_baseline_that_is_written_is_one_of_what_is_left(web: Path, capsys: pytest.CaptureFixture[str]) -> None:
    know((*PLAIN, 1), (*VALUE, 1))
    _, told = lint(capsys, "--fix", "--write-baseline", "--allow-growth")
    kept = json.loads((web.parent / ".sre-baseline.json").read_text())["findings"]
    assert {(one["name"], one["count"]) for one in kept} == {(PLAIN[0], 1), ("unused-definition", 1)}
    assert "stale-baseline-entry" not in told


def test_a_first_baseline_may_have_any_name(web: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lint", "--fix", "--baseline", "first.json", "--write-baseline"]) == 0
    assert "=~" not in web.read_text()
    assert '"unused-definition"' in Path("first.json").read_text()


def test_a_file_that_is_no_baseline_ends_the_run_before_anything_is_mended(web: Path) -> None:
    before = web.read_bytes()
    Path("specs/.sre-baseline.json").write_text("[]", encoding="utf-8")
    assert run(["lint", "--fix"]) == 2
    assert web.read_bytes() == before


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ("{ignore: [overwritten-label]}", {"regex-is-plain-string"}),
        ("{select: [overwritten-label]}", {"overwritten-label"}),
        ("{severity: {overwritten-label: info, regex-is-plain-string: error}}", {TAKEN[0], PLAIN[0]}),
    ],
)
def test_only_what_the_project_wants_to_hear_of_is_mended(
    web: Path, capsys: pytest.CaptureFixture[str], settings: str, names: set[str]
) -> None:
    project = PROJECT.replace("spec:\n", f"spec:\n  lint: {settings}\n", 1)
    write_specs(web.parent, ALERT, project=project)
    assert b"lint: {" in (web.parent / "project.yaml").read_bytes()
    told = lint(capsys, "--fix")[1].splitlines()
    assert {line.rpartition("(")[2].rstrip(")") for line in told if " fixed: " in line} == names
    assert (b"=~" in web.read_bytes()) == (PLAIN[0] not in names)
    assert (b"{{ $value }}" in web.read_bytes()) == (TAKEN[0] not in names)
