"""A file that is named to `lint` is checked with the project around it, and only what has to do with it is told or mended."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sre_compiler.cli.asked import Asked, asked
from sre_compiler.cli.main import run
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


def part(specs: str, *files: str) -> Asked:
    return Asked(specs, frozenset(files))


def test_the_project_is_the_nearest_folder_above_that_declares_one(
    specs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(["specs/services/web.yaml"]) == [part("specs", "specs/services/web.yaml")]
    assert asked(["specs"]) == [Asked("specs")]
    (specs / "services" / ".git").mkdir()
    for path in ("specs/services/web.yaml", "specs/services"):
        assert asked([path]) == [Asked(path)]
    (specs / "services" / ".git").rmdir()
    (specs / "services" / ".hidden.yaml").write_text(PROJECT % "30s", encoding="utf-8")
    assert asked(["specs/services/web.yaml"]) == [part("specs", "specs/services/web.yaml")]
    monkeypatch.chdir(specs / "services")
    assert asked(["web.yaml"]) == [part("..", "../services/web.yaml")]
    (specs / "project.yaml").unlink()
    assert asked(["web.yaml"]) == [Asked("web.yaml")]


def test_a_folder_in_a_project_means_the_files_below(specs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = part("specs", "specs/services/api.yaml", "specs/services/web.yaml")
    assert asked(["specs/services"]) == asked(["./specs//services/"]) == [both]
    monkeypatch.chdir(specs / "services")
    assert asked(["."]) == [part("..", "../services/api.yaml", "../services/web.yaml")]
    (specs / "services" / "deep").mkdir()
    (specs / "services" / "deep" / "project.yaml").write_text(PROJECT % "30s", encoding="utf-8")
    assert asked(["."]) == [Asked(".")]


def test_several_paths_are_one_run_for_each_project(specs: Path) -> None:
    shutil.copytree(specs, "other")
    paths = ["specs/services/web.yaml", "other/services", "./specs/project.yaml", "specs/services/web.yaml"]
    assert asked(paths) == [
        part("specs", "specs/project.yaml", "specs/services/web.yaml"),
        part("other", "other/services/api.yaml", "other/services/web.yaml"),
    ]
    assert asked([*paths, str(specs)]) == [Asked("specs"), asked(["other/services"])[0]]


def test_a_link_means_itself_and_from_elsewhere_its_target(specs: Path) -> None:
    (specs / "services" / "a.yaml").symlink_to("web.yaml")
    (specs / "short").symlink_to("services")
    assert asked(["specs/services/web.yaml"]) == [part("specs", "specs/services/web.yaml")]
    assert asked(["specs/services/a.yaml"]) == [part("specs", "specs/services/a.yaml")]
    assert asked(["specs/short/api.yaml"]) == [part("specs", "specs/services/api.yaml")]
    Path("shortcut").symlink_to(specs)
    assert asked(["shortcut/services/web.yaml"]) == [part("shortcut", "shortcut/services/web.yaml")]


@pytest.mark.parametrize(
    ("text", "is_project"),
    [
        ("kind: Project\n", True),
        ("apiVersion: x\n'kind': 'Project'\n", True),
        ('"kind": Project # ours\n', True),
        ("{apiVersion: x, kind: Project, spec: {}}\n", True),
        ('a: 1\n--- {"metadata": {"name": "x"},\n  "kind":"Project"}\n', True),
        ("\ufeffkind: Project\n", True),
        ("kind: Projects\n", False),
        ("of:\n  kind: Project\n", False),
        ("{of: {kind: Project}, kind: Service}\n", False),
        ("of: {kind: Project}\n", False),
        ("{mankind: Project}\n", False),
        ("# kind: Project\n", False),
    ],
)
def test_a_project_is_seen_however_it_is_written(specs: Path, text: str, is_project: bool) -> None:
    (specs / "project.yaml").write_text(text, encoding="utf-8")
    assert (asked(["specs/services"]) != [Asked("specs/services")]) == is_project


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


def test_files_of_two_projects_are_told_in_one_report(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(specs, "other")
    paths = ["specs/services/web.yaml", "other/services/api.yaml"]
    assert run(["lint", *paths, "--format", "json"]) == 1
    told = capsys.readouterr()
    found = json.loads(told.out)["findings"]
    assert {one["where"]["file"] for one in found} == set(paths)
    assert "1 more in other files of specs\n1 more in other files of other\n" in told.err
    assert run(["lint", *paths, "--diff"]) == 1
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("+++")] == [
        f"+++ {one}" for one in paths
    ]
    assert run(["lint", *paths, "--fix"]) == 0
    mended = [path for path in Path().glob("*/services/*.yaml") if "99.9%" in path.read_text()]
    assert sorted(map(str, mended)) == sorted(paths)


def test_a_baseline_of_each_project_is_written(specs: Path) -> None:
    shutil.copytree(specs, "other")
    for service in Path().glob("*/services/*.yaml"):
        text = service.read_text().replace("99.9,", "99.9%,").replace("bad_total", 'bad_total{job=~"web"}')
        service.write_text(text, encoding="utf-8")
    run(["lint", "specs", "other", "--write-baseline"])
    texts = [Path(folder, ".sre-baseline.json").read_text() for folder in ("specs", "other")]
    assert texts[0] == texts[1]
    assert '"regex-is-plain-string", "file": "services/web.yaml"' in texts[0]
    assert specs.is_dir()
