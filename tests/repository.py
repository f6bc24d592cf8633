"""Git repositories for tests: one of this compiler as it is in the working tree, and scratch ones of its users."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from sre_compiler import __version__
from tests.programs import ROOT

PACKAGED = ("pyproject.toml", "README.md", ".pre-commit-hooks.yaml", ".github", "sre_compiler")
"""What somebody else's git needs of this repository to install the compiler."""

ALWAYS_THE_SAME = "2026-01-01T00:00:00Z"
"""The date of commits, so that the same files are the same commit in each test process."""


@dataclass(frozen=True)
class Repository:
    """A git repository, and the environment in which programs run in it."""

    folder: Path
    environment: dict[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run to the end; stderr is part of stdout, the exit status is the caller's to judge."""
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def must(self, *command: str) -> str:
        """Run what has to work; its output without the last line break."""
        done = self.run(*command)
        assert done.returncode == 0, done.stdout
        return done.stdout.rstrip("\n")

    def create(self) -> None:
        """The first commit, of all files that are there."""
        self.must("git", "init", "--quiet", "--initial-branch=main")
        self.must("git", "add", "--all", "--force")
        self.must("git", "commit", "--quiet", "--no-verify", "--message=Begin")

    def edit(self, path: str, old: str, new: str) -> None:
        """Put `new` in the place of every `old`, which is there."""
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def commit(self) -> subprocess.CompletedProcess[str]:
        """Commit every change, as its author would: hooks run."""
        self.must("git", "add", "--all")
        return self.run("git", "commit", "--message=Change")


def environment(cache: Path) -> dict[str, str]:
    """The environment of the tests, with the network settings of the machine, and without what git or pytest put there."""
    around = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTEST_", "PYTHON"))}
    git = {f"GIT_{role}_{what}": "Test" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), ALWAYS_THE_SAME)
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    return {
        **around,
        **git,
        **dates,
        **alone,
        "XDG_CACHE_HOME": str(cache),
        "PRE_COMMIT_HOME": str(cache / "pre-commit"),
    }


def shared_folder(temporary: pytest.TempPathFactory) -> Path:
    """A folder of this run of pytest, the same for all of its processes."""
    base = temporary.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def of_this_compiler(shared: Path) -> Repository:
    """The working tree as a repository with one commit; made once for all processes of this run."""
    compiler = Repository(shared / "sre-compile", environment(shared))
    with (shared / "sre-compile.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not compiler.folder.exists():
            part = Repository(shared / "sre-compile.part", compiler.environment)
            copy(PACKAGED, part.folder)
            part.create()
            part.must("git", "tag", f"v{__version__}")
            part.folder.rename(compiler.folder)
    return compiler


def copy(names: tuple[str, ...], folder: Path) -> None:
    """Files and folders of the working tree, into another folder."""
    folder.mkdir()
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, folder / name)
