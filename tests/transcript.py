"""Runs the commands of a transcript and writes down what they print, so that the two can be compared.

A transcript begins with the project that it is played in, `in shop`. Then come commands after `$ `, each with what it prints
to stdout and stderr, and `[exit 1]` where it does not end with 0.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.programs import ROOT

TODAY = "2026-06-01"
"""The day of all tests."""
PROJECTS = Path(__file__).parent / "projects"


def play(transcript: str, folder: Path) -> str:
    """The transcript as it is now. `folder` is an empty one to work in."""
    [place, *lines] = transcript.splitlines()
    work = folder / "work"
    shutil.copytree(PROJECTS / place.removeprefix("in "), work)
    environment = surroundings(folder)
    played = [_command(line, work, environment) for line in lines if line.startswith("$ ")]
    return "\n".join([f"{place}\n", *played])


def _command(line: str, work: Path, environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-c", line.removeprefix("$ ")],
        cwd=work,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    ended = f"[exit {done.returncode}]\n" if done.returncode else ""
    return f"{line}\n{done.stdout}{ended}"


def surroundings(folder: Path) -> dict[str, str]:
    """An environment with `sre-compile` on its PATH, and with nothing of whoever runs the tests."""
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    program = programs / "sre-compile"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sre_compiler "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{programs}:{os.environ['PATH']}"
    return {
        "PATH": path,
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "SRE_COMPILE_TODAY": TODAY,
    }
