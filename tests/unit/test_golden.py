"""Golden files are compared to the byte, and rewritten only when somebody asks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden import Golden
from tests.programs import ROOT

WANTED = {"same": "1\n", "changed": "new\n", "below/added": "é\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"same": "1\n", "changed": "old\n", "gone/with/folder": "x\n"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_tree_that_differs_fails_and_stays(folder: Path):
    before = contents(folder)
    with pytest.raises(pytest.fail.Exception) as failure:
        Golden(accept=False, record=pytest.fail).tree(folder, WANTED)
    said = str(failure.value)
    assert "-old\n+new\n" in said
    assert all(f"{folder}/{name}" in said for name in ("changed", "below/added", "gone/with/folder"))
    assert f"{folder}/same" not in said
    assert contents(folder) == before


def test_accepting_a_tree_makes_it_equal_and_says_what_changed(folder: Path):
    accepted = []
    Golden(accept=True, record=lambda _, path: accepted.append(path)).tree(folder, WANTED)
    assert contents(folder) == WANTED
    assert accepted == [f"{folder}/{name}" for name in ("below/added", "changed", "gone/with/folder")]
    assert not (folder / "gone").exists()
    Golden(accept=False, record=pytest.fail).tree(folder, WANTED)


@pytest.mark.parametrize("text", ["1", "1\r\n", "", "1\n\n"])
def test_every_byte_of_a_file_counts(folder: Path, text: str):
    golden = Golden(accept=False, record=pytest.fail)
    golden.file(folder / "same", "1\n")
    with pytest.raises(pytest.fail.Exception, match="--accept"):
        golden.file(folder / "same", text)


@pytest.mark.parametrize(("ci", "status", "said"), [("", 0, "= accepted ="), ("true", 4, "refused where CI is set")])
def test_the_flag(tmp_path: Path, ci: str, status: int, said: str):
    expected = tmp_path / "expected"
    (tmp_path / "test_it.py").write_text(
        f"import pathlib\ndef test(golden): golden.file(pathlib.Path({str(expected)!r}), 'x')"
    )
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "--rootdir", tmp_path, tmp_path, "--accept"]
    result = subprocess.run(command, cwd=ROOT, env=os.environ | {"CI": ci}, capture_output=True, text=True, check=False)
    assert (result.returncode, expected.exists()) == (status, status == 0)
    assert said in result.stdout + result.stderr
