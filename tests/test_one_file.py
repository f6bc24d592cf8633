"""A file that is named to `lint` is checked with the project around it, and only what has to do with it is told or mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from sre_compiler.cli.main import run
from sre_compiler.cli.one_file import Asked, asked
from tests.compiled import PROJECT, SERVICE

BODY = "  slos: [{name: a, objective: 99.9, window: 30d, sli: {ratio: {errors: 'bad_total', total: 'all_total'}}}]\n"


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "specs"
    (folder / "services").mkdir(parents=True)
    (folder / "project.yaml").write_text(PROJECT % "30s", encoding="utf-8")
    for name in ("web", "api"):
        text = (SERVICE + BODY).replace("name: web", f"name: {name}")
        (folder / "services" / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def test_the_project_is_the_nearest_folder_above_that_declares_one(
    specs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked("specs/services/web.yaml") == Asked("specs", "specs/services/web.yaml")
    assert asked("specs") == Asked("specs")
    (specs / "services" / ".git").mkdir()
    assert asked("specs/services/web.yaml") == Asked("specs/services/web.yaml")
    (specs / "services" / ".git").rmdir()
    monkeypatch.chdir(specs / "services")
    assert asked("web.yaml") == Asked("..", "../services/web.yaml")
    (specs / "project.yaml").unlink()
    assert asked("web.yaml") == Asked("web.yaml")


def test_only_the_file_is_told_of(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lint", "specs/services/web.yaml", "--format", "concise"]) == 1
    told = capsys.readouterr().err
    assert "specs/services/web.yaml:6:31: error: `99.9` is not a percentage" in told
    assert "api.yaml" not in told
    assert told.endswith("1 more in other files of specs\n")
    assert specs.is_dir()


def test_only_the_file_is_mended(specs: Path) -> None:
    before = (specs / "services" / "api.yaml").read_bytes()
    assert run(["lint", "specs/services/web.yaml", "--fix"]) == 0
    assert b"objective: 99.9%" in (specs / "services" / "web.yaml").read_bytes()
    assert (specs / "services" / "api.yaml").read_bytes() == before
