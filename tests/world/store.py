"""The world's blocks, built once and kept in `.tools/world` until the specs, the rules or the traffic change."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from tests.consumers import example
from tests.programs import ROOT, Program
from tests.world import traffic
from tests.world.evaluation import lines, passes
from tests.world.series import write
from tests.world.server import serving

KEPT = ROOT / ".tools" / "world"
SERVER = "eu1"
"""The server of `specs/` whose rules are evaluated."""
ONE_BLOCK = "--max-block-duration=20000h"
"""promtool reads all of its input for each block: with blocks of two hours, its default, 384 times."""


def blocks(prometheus: Program, promtool: Program) -> Path:
    """The folder of blocks; built when it is not there, by one process for all."""
    KEPT.mkdir(parents=True, exist_ok=True)
    wanted = KEPT / _digest()
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.exists():
            for old in KEPT.iterdir():
                if old.is_dir():
                    shutil.rmtree(old)
            part = KEPT / "part"
            _build(part / "blocks", part, prometheus, promtool)
            (part / "blocks").rename(wanted)
            shutil.rmtree(part)
    return wanted


def groups() -> list[dict[str, Any]]:
    """The rule groups of that server."""
    return [group for (server, _), group in sorted(example.groups().items()) if server == SERVER]


def _digest() -> str:
    """What the blocks depend on: our modules, and the rules."""
    sources = [file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py"))]
    rules = yaml.safe_dump(groups()).encode()
    return hashlib.sha256(b"\0".join([*sources, rules])).hexdigest()[:16]


def _build(blocks: Path, work: Path, prometheus: Program, promtool: Program) -> None:
    blocks.mkdir(parents=True)
    text = work / "samples.om"
    with text.open("w", encoding="utf-8") as out:
        write(traffic.everything(), out)
    _fill(blocks, text, promtool)
    for number, rules in enumerate(passes(groups())):
        with serving(prometheus, blocks, work / str(number)) as server:
            _save(lines(server, rules), text)
        _fill(blocks, text, promtool)
    text.unlink()


def _save(lines: Iterable[str], text: Path) -> None:
    with text.open("w", encoding="utf-8") as out:
        out.writelines(lines)
        out.write("# EOF\n")


def _fill(blocks: Path, text: Path, promtool: Program) -> None:
    result = promtool.run("tsdb", "create-blocks-from", "openmetrics", ONE_BLOCK, "-q", text, blocks)
    assert result.returncode == 0, result.stderr
