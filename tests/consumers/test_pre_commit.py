"""The hooks of `.pre-commit-hooks.yaml`, installed and run by the real pre-commit on commits in a scratch repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.readme import HOME, block
from tests.repository import Repository, copy, environment, of_this_compiler, shared_folder

COMPILE = (sys.executable, "-m", "sre_compiler")


@pytest.fixture
def repository(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The example in a repository of its own, whose commits go through the hooks."""
    shared = shared_folder(tmp_path_factory)
    compiler = of_this_compiler(shared)
    scratch = Repository(tmp_path / "scratch", environment(shared))
    copy(("specs", "generated"), scratch.folder)
    scratch.must(*COMPILE, "schema", "--project")
    config = block("In a repository", "repos:").replace(HOME, compiler.folder.as_uri())
    (scratch.folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    scratch.create()
    scratch.must(sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    return scratch


def verdicts(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """The verdict on each hook, by its name."""
    lines = [line for line in done.stdout.splitlines() if line.startswith("sre-compile ") and "..." in line]
    return {line.partition("..")[0]: line.rpartition(".")[2].rpartition(")")[2] for line in lines}


FIX, LINT, BUILD, SCHEMA = (
    "sre-compile lint --fix",
    "sre-compile lint",
    "sre-compile build --check",
    "sre-compile schema --project",
)


def test_a_change_that_is_right_is_committed(repository: Repository) -> None:
    repository.edit("specs/people.yaml", "ada@", "ada.l@")
    repository.must(*COMPILE, "build")
    done = repository.commit()
    assert (done.returncode, verdicts(done)) == (
        0,
        {FIX: "Passed", LINT: "Passed", BUILD: "Passed", SCHEMA: "Passed"},
    ), done.stdout


def test_a_mistake_is_shown_and_not_committed(repository: Repository) -> None:
    repository.edit("specs/services/newsletter.yaml", "98%", "90%\n      burn_rate_policy: standard")
    done = repository.commit()
    assert (done.returncode, verdicts(done)) == (1, {FIX: "Failed", LINT: "Failed", BUILD: "Failed", SCHEMA: "Passed"})
    assert "--> specs/services/newsletter.yaml:" in done.stdout
    assert "- exit code: 1" in done.stdout
    assert repository.must("git", "log", "--format=%s") == "Begin"


def test_many_files_are_linted_as_one_project(repository: Repository) -> None:
    for file in (repository.folder / "specs").rglob("*.yaml"):
        file.write_text(f"# Reviewed.\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    repository.edit("specs/services/newsletter.yaml", "team: supply", "team: nobody")
    done = repository.commit()
    files = len([*(repository.folder / "specs").rglob("*.yaml")])
    assert done.stdout.count(f"in {files} files") == 3, done.stdout
    assert done.stdout.count("unknown team") == done.stdout.count("error: ") == 3


def test_a_spec_that_others_need_cannot_be_deleted(repository: Repository) -> None:
    (repository.folder / "specs/oncall/shop.yaml").unlink()
    done = repository.commit()
    assert done.returncode == 1
    assert verdicts(done)[LINT] == "Failed"
    assert "unknown on-call policy `shop`" in done.stdout


def test_generated_files_are_committed_with_their_specs(repository: Repository) -> None:
    repository.edit("specs/services/newsletter.yaml", "98%", "97%")
    done = repository.commit()
    assert (done.returncode, verdicts(done)) == (1, {FIX: "Passed", LINT: "Passed", BUILD: "Failed", SCHEMA: "Passed"})
    assert "generated is stale" in done.stdout
    repository.must(*COMPILE, "build")
    assert repository.commit().returncode == 0


def test_a_generated_file_is_not_edited_by_hand(repository: Repository) -> None:
    repository.edit("generated/prometheus/eu1/rules/checkout/fast.yaml", "0.0144", "0.02")
    done = repository.commit()
    assert (done.returncode, verdicts(done)) == (1, {FIX: "Skipped", LINT: "Passed", BUILD: "Failed", SCHEMA: "Passed"})


def test_what_has_one_right_answer_is_corrected(repository: Repository) -> None:
    repository.edit("specs/services/newsletter.yaml", "98%", "98")
    done = repository.commit()
    assert (done.returncode, verdicts(done)) == (1, {FIX: "Failed", LINT: "Passed", BUILD: "Passed", SCHEMA: "Passed"})
    assert "- files were modified by this hook" in done.stdout
    assert "objective: 98%\n" in (repository.folder / "specs/services/newsletter.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        ("specs/new.yaml", "Passed"),
        ("specs/services/de/new.yml", "Passed"),
        ("specs/README.md", "Skipped"),
        ("docs/specs/new.yaml", "Skipped"),
        ("new.yaml", "Skipped"),
    ],
)
def test_only_specs_are_corrected(repository: Repository, path: str, verdict: str) -> None:
    file = repository.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("", encoding="utf-8")
    repository.must("git", "add", "--all")
    done = repository.run(sys.executable, "-m", "pre_commit", "run", "sre-compile-fix")
    assert verdicts(done) == {FIX: verdict}, done.stdout


def test_the_names_that_editors_offer_are_kept_fresh(repository: Repository) -> None:
    repository.edit("specs/people.yaml", "name: hal", "name: hank")
    repository.edit("specs/teams/supply.yaml", "hal", "hank")
    repository.must(*COMPILE, "build")
    done = repository.commit()
    assert (done.returncode, verdicts(done)) == (
        1,
        {FIX: "Passed", LINT: "Passed", BUILD: "Passed", SCHEMA: "Failed"},
    ), done.stdout
    assert "- files were modified by this hook" in done.stdout
    assert '"hank"' in (repository.folder / "schemas/spec.schema.json").read_text(encoding="utf-8")
    assert repository.commit().returncode == 0


def test_without_specs_the_hook_says_what_is_missing(repository: Repository) -> None:
    repository.must("git", "mv", "specs", "slos")
    done = repository.commit()
    assert (done.returncode, verdicts(done)[LINT]) == (1, "Failed")
    assert "- exit code: 2" in done.stdout
    assert "'specs' does not exist" in done.stdout
