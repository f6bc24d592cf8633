"""The types of Grafana's newest front end allow every part of every board."""

from __future__ import annotations

import copy
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.consumers.board_types import source
from tests.consumers.boards import Json, boards
from tests.programs import GRAFANA_FRONT_END, Program

SETTINGS = """\
{"compilerOptions": {"strict": true, "noEmit": true, "module": "nodenext", "moduleResolution": "nodenext", "target": "es2022",
 "skipLibCheck": true, "types": []}, "include": ["*.ts"]}
"""


def errors(folder: Path, made: Mapping[str, Json]) -> dict[str, str]:
    """What the compiler of TypeScript says first about each board, by its name."""
    (folder / "node_modules").symlink_to(GRAFANA_FRONT_END)
    (folder / "tsconfig.json").write_text(SETTINGS, encoding="utf-8")
    names = {f"board{number}.ts": name for number, name in enumerate(made)}
    for file, name in names.items():
        (folder / file).write_text(source(made[name]), encoding="utf-8")
    compiler = GRAFANA_FRONT_END / ".bin" / "tsc"
    done = subprocess.run([compiler, "-p", folder], cwd=folder, capture_output=True, text=True, check=False)
    found: dict[str, str] = {}
    for line in done.stdout.splitlines():
        if match := re.match(r"(board\d+\.ts)\(\d+,\d+\): error (.*)", line):
            found.setdefault(names[match.group(1)], match.group(2))
    assert bool(done.returncode) == bool(found), done.stdout + done.stderr
    return found


def test_the_types_allow_every_part(tmp_path: Path, grafana_front_end: Program) -> None:
    assert errors(tmp_path, dict(boards())) == {}


PLANTED: dict[str, tuple[str, Any]] = {
    "a key of options": ("panels.timeseries.options.legnd", {}),
    "a way to draw": ("panels.timeseries.fieldConfig.defaults.custom.drawStyle", "lines"),
    "a key of the panel's kind": ("panels.timeseries.fieldConfig.defaults.custom.lineWidht", 1),
    "a colour mode": ("panels.stat.options.colorMode", "valu"),
    "a width": ("panels.table.gridPos.w", "24"),
    "a threshold": ("panels.stat.fieldConfig.defaults.thresholds.mode", "absolut"),
    "a key of a query": ("panels.stat.targets.0.exp", "up"),
    "the kind of a variable": ("templating.list.1.type", "qery"),
    "the kind of a link": ("links.0.type", "lnk"),
    "a transformation": ("panels.table.transformations.0", {"options": {}}),
    "whether it can be edited": ("editable", "no"),
}


def test_a_part_that_is_wrong_is_found(tmp_path: Path, grafana_front_end: Program) -> None:
    detail = next(board for name, board in boards() if name.endswith("sre-slo-fleet.json"))
    made = {what: _with(detail, path, value) for what, (path, value) in PLANTED.items()}
    assert errors(tmp_path, made).keys() == PLANTED.keys()


def _with(board: Json, path: str, value: Any) -> Json:
    """The board with one part changed; a panel is named by its kind."""
    changed: Any = copy.deepcopy(board)
    part = changed
    *way, last = path.split(".")
    for step in way:
        if isinstance(part, list) and not step.isdigit():
            part = next(panel for panel in part if panel["type"] == step)
        else:
            part = part[int(step) if isinstance(part, list) else step]
    part[int(last) if isinstance(part, list) else last] = value
    return dict(changed)
