"""Public holidays are looked up by one command, and by nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.programs import ROOT


def ran(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    done = [sys.executable, "-c", f"import sys; from sre_compiler.cli.main import run; {script}"]
    return subprocess.run(done, capture_output=True, text=True, check=False, cwd=folder)


def test_without_the_package_it_says_what_to_install() -> None:
    done = ran("sys.modules['holidays'] = None; sys.exit(run(['oncall', 'holidays', '--check']))", ROOT)
    assert done.returncode == 2
    wanted = "sre-compile: this command needs the package holidays: run `pip install 'sre-compile[holidays]'`\n"
    assert done.stderr == wanted


def test_a_build_does_not_look_them_up() -> None:
    done = ran("run(['build', '--dry-run']); print('holidays' in sys.modules)", ROOT)
    assert done.stdout.endswith("\nFalse\n")


def test_the_example_is_as_they_are_known_now() -> None:
    done = ran("sys.exit(run(['oncall', 'holidays', '--check']))", ROOT)
    assert (done.returncode, done.stderr) == (0, "")
