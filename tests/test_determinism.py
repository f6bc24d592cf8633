"""The same specs give the same bytes: whoever builds, wherever, in whatever order files and documents come."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.programs import ROOT
from tests.transcript import PROJECTS

SHUFFLED = """\
import os
import random

listed, scanned = os.listdir, os.scandir
chance = random.Random({seed})


def shuffled(entries):
    entries = sorted(entries, key=lambda entry: getattr(entry, "name", entry))
    chance.shuffle(entries)
    return entries


class Scan:
    def __init__(self, path="."):
        with scanned(path) as entries:
            self.entries = iter(shuffled(entries))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.entries)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    close = __exit__


os.listdir = lambda path=".": shuffled(listed(path))
os.scandir = Scan
"""


class Machine:
    """Somebody's computer: a folder to work in, and an environment."""

    def __init__(self, folder: Path) -> None:
        self.work = folder / "work"
        shutil.copytree(ROOT / "specs", self.work / "specs")
        self.output = folder / "output"
        self.cwd, self.specs = self.work, "specs"
        self.environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "HOME": str(folder)}
        self.options: list[str] = []

    def build(self) -> dict[str, bytes]:
        """The generated files by their relative path."""
        done = self.run("build", self.specs, "-o", str(self.output), *self.options)
        assert done.returncode == 0, done.stderr
        files = [path for path in self.output.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.output)): path.read_bytes() for path in files}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sre_compiler", *arguments]
        return subprocess.run(
            command, cwd=self.cwd, env=self.environment, capture_output=True, text=True, encoding="utf-8", check=False
        )


def _environment(**values: str) -> Callable[[Machine], None]:
    return lambda machine: machine.environment.update(values)


def _absolute(machine: Machine) -> None:
    machine.specs, machine.cwd = str(machine.work / "specs"), Path("/")


def _from_inside(machine: Machine) -> None:
    machine.specs, machine.cwd = ".", machine.work / "specs"


def _roundabout(machine: Machine) -> None:
    machine.specs = "../work/./specs/"


def _through_a_link(machine: Machine) -> None:
    (machine.work / "link").symlink_to("specs")
    machine.specs = "link"


def _two_processes(machine: Machine) -> None:
    machine.options = ["--jobs", "2"]


def _shuffled(seed: int) -> Callable[[Machine], None]:
    def shuffle(machine: Machine) -> None:
        machine.work.joinpath("sitecustomize.py").write_text(SHUFFLED.format(seed=seed), encoding="utf-8")
        machine.environment["PYTHONPATH"] += f":{machine.work}"

    return shuffle


def _documents_backwards(machine: Machine) -> None:
    for file in machine.work.rglob("*.yaml"):
        documents = file.read_text(encoding="utf-8").rstrip("\n").split("\n---\n")
        file.write_text("\n---\n".join(reversed(documents)) + "\n", encoding="utf-8")


CHANGES = {
    "another hash seed": _environment(PYTHONHASHSEED="7"),
    "no hash seed": _environment(PYTHONHASHSEED="0"),
    "a locale without UTF-8": _environment(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"),
    "another locale": _environment(LC_ALL="tr_TR.UTF-8", LANG="de_DE.UTF-8"),
    "another time zone": _environment(TZ="Pacific/Kiritimati"),
    "an absolute path": _absolute,
    "from inside of the specs": _from_inside,
    "a roundabout path": _roundabout,
    "through a link": _through_a_link,
    "two processes": _two_processes,
    "folders in another order": _shuffled(1),
    "folders in a third order": _shuffled(2),
    "documents in another order": _documents_backwards,
}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return Machine(tmp_path_factory.mktemp("expected")).build()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_same_bytes(change: Callable[[Machine], None], expected: dict[str, bytes], tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    change(machine)
    assert machine.build() == expected
    assert len(expected) > 10


@pytest.mark.parametrize("change", [_shuffled(3), _environment(PYTHONHASHSEED="3", TZ="Asia/Tokyo")])
def test_the_same_findings(change: Callable[[Machine], None], tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.cwd = PROJECTS / "mistakes"
    before = machine.run("lint")
    change(machine)
    after = machine.run("lint")
    assert (after.returncode, after.stderr) == (before.returncode, before.stderr)
    assert before.returncode == 1


def test_shuffling_is_noticed(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    _shuffled(1)(machine)
    listing = [sys.executable, "-c", "import os; print(*os.listdir('specs/services'))"]
    seen = subprocess.run(
        listing, cwd=machine.work, env=machine.environment, capture_output=True, text=True, check=True
    )
    assert seen.stdout.split() != sorted(seen.stdout.split())
