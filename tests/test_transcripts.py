"""What people type, and what they see."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.golden import Golden
from tests.transcript import PROJECTS, play, surroundings

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
ESCAPE = b"\x1b["


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_transcript_plays_as_written(path: Path, golden: Golden, tmp_path: Path) -> None:
    golden.file(path, play(path.read_text(encoding="utf-8"), tmp_path))


@pytest.mark.parametrize(
    ("arguments", "environment", "colours"),
    [
        (["lint"], {}, True),
        (["lint"], {"NO_COLOR": "1"}, False),
        (["lint"], {"NO_COLOR": ""}, True),
        (["lint"], {"TERM": "dumb"}, False),
        (["--no-color", "lint"], {}, False),
    ],
)
def test_a_terminal_has_colours_unless_somebody_said_no(
    arguments: list[str], environment: dict[str, str], colours: bool, tmp_path: Path
) -> None:
    shown = on_a_terminal(["sre-compile", *arguments], {"TERM": "xterm", **environment}, tmp_path)
    assert b"unknown key" in shown
    assert (ESCAPE in shown) == colours


def on_a_terminal(command: list[str], environment: dict[str, str], folder: Path) -> bytes:
    """What the command shows on a terminal, among the mistakes."""
    ours, theirs = pty.openpty()
    around = surroundings(folder) | environment
    work = PROJECTS / "mistakes"
    with subprocess.Popen(command, cwd=work, env=around, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b"".join(iter(lambda: _read(ours), b""))
        os.close(ours)
    assert process.returncode == 1
    return shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux's way to say that nobody is left on the other side
        return b""
