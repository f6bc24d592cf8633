"""The hooks of `.pre-commit-hooks.yaml`, installed and run by the real pre-commit on commits in a scratch repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository import Repository, copy, environment, of_this_compiler, shared_folder

HOOKS = ("sre-compile-lint", "sre-compile-build", "sre-compile-schema")
COMPILE = (sys.executable, "-m", "sre_compiler")
CONFIG = """\
repos:
  - repo: {url}
    rev: {rev}
    hooks: [{hooks}]
"""


@pytest.fixture
def repository(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The example in a repository of its own, whose commits go through the hooks."""
    shared = shared_folder(tmp_path_factory)
    compiler = of_this_compiler(shared)
    scratch = Repository(tmp_path / "scratch", environment(shared))
    copy(("specs", "generated"), scratch.folder)
    scratch.must(*COMPILE, "schema", "--project")
    hooks = ", ".join(f"{{id: {name}}}" for name in HOOKS)
    config = CONFIG.format(url=compiler.folder.as_uri(), rev=compiler.must("git", "rev-parse", "HEAD"), hooks=hooks)
    (scratch.folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    scratch.create()
    scratch.must(sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    return scratch


def verdicts(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """The verdict on each hook, by its name."""
    lines = [line for line in done.stdout.splitlines() if line.startswith("sre-compile ") and "..." in line]
    return {line.partition("..")[0]: line.rpartition(".")[2].rpartition(")")[2] for line in lines}


LINT, BUILD, SCHEMA = "sre-compile lint", "sre-compile build --check", "sre-compile schema --project"


def test_a_change_that_is_right_is_committed(repository: Repository) -> None:
    repository.edit("specs/people.yaml", "ada@", "ada.l@")
    repository.must(*COMPILE, "build")
    done = repository.commit()
    assert (done.returncode, verdicts(done)) == (0, {LINT: "Passed", BUILD: "Passed", SCHEMA: "Passed"}), done.stdout


def test_a_mistake_is_shown_and_not_committed(repository: Repository) -> None:
    repository.edit("specs/services/newsletter.yaml", "98%", "98")
    done = repository.commit()
    assert (done.returncode, verdicts(done)) == (1, {LINT: "Failed", BUILD: "Failed", SCHEMA: "Passed"})
    assert "--> specs/services/newsletter.yaml:" in done.stdout
    assert "- exit code: 1" in done.stdout
    assert repository.must("git", "log", "--format=%s") == "Begin"


def test_many_files_are_linted_as_one_project(repository: Repository) -> None:
    for file in (repository.folder / "specs").rglob("*.yaml"):
        file.write_text(f"# Reviewed.\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    repository.edit("specs/teams/supply.yaml", "kind: Team", "kind: Taem")
    done = repository.commit()
    files = len([*(repository.folder / "specs").rglob("*.yaml")])
    assert done.stdout.count(f"in {files} files") == 2, done.stdout
    assert "unknown team" not in done.stdout


def test_a_spec_that_others_need_cannot_be_deleted(repository: Repository) -> None:
    (repository.folder / "specs/oncall/shop.yaml").unlink()
    done = repository.commit()
    assert done.returncode == 1
    assert verdicts(done)[LINT] == "Failed"
    assert "unknown on-call policy `shop`" in done.stdout


def test_generated_files_are_committed_with_their_specs(repository: Repository) -> None:
    repository.edit("specs/services/newsletter.yaml", "98%", "97%")
    done = repository.commit()
    assert (done.returncode, verdicts(done)) == (1, {LINT: "Passed", BUILD: "Failed", SCHEMA: "Passed"})
    assert "generated is stale" in done.stdout
    repository.must(*COMPILE, "build")
    assert repository.commit().returncode == 0


def test_a_generated_file_is_not_edited_by_hand(repository: Repository) -> None:
    repository.edit("generated/prometheus/eu1/rules/checkout/fast.yaml", "0.0144", "0.02")
    done = repository.commit()
    assert (done.returncode, verdicts(done)) == (1, {LINT: "Passed", BUILD: "Failed", SCHEMA: "Passed"})


def test_the_names_that_editors_offer_are_kept_fresh(repository: Repository) -> None:
    repository.edit("specs/people.yaml", "name: hal", "name: hank")
    repository.edit("specs/teams/supply.yaml", "hal", "hank")
    done = repository.commit()
    assert (done.returncode, verdicts(done)) == (1, {LINT: "Passed", BUILD: "Passed", SCHEMA: "Failed"}), done.stdout
    assert "- files were modified by this hook" in done.stdout
    assert '"hank"' in (repository.folder / "schemas/spec.schema.json").read_text(encoding="utf-8")
    assert repository.commit().returncode == 0


def test_without_specs_the_hook_says_what_is_missing(repository: Repository) -> None:
    repository.must("git", "mv", "specs", "slos")
    done = repository.commit()
    assert (done.returncode, verdicts(done)[LINT]) == (1, "Failed")
    assert "- exit code: 2" in done.stdout
    assert "'specs' does not exist" in done.stdout
