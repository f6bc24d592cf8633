"""Every board of the example, drawn by Grafana's own front end in a real browser against the month of `tests/world`.

The pictures are kept in `.tools/boards`: look at them after a change of a board.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sre_compiler import pipeline
from tests.conftest import present
from tests.consumers import example
from tests.programs import GRAFANA_FRONT_END, ROOT, Program, prometheuses, promtools
from tests.world import store
from tests.world.clock import END
from tests.world.server import serving

PICTURES = ROOT / ".tools" / "boards"
DRAW = Path(__file__).parent / "grafana" / "draw.mjs"

GROUPED = "checkout/payment-provider"
EMPTY = {
    "Storefront search-latency": "promtool cannot write native histograms",
}
"""Rows whose panels must be empty, and why."""


def boards() -> dict[str, dict[str, Any]]:
    """The boards of the example by file name; that of one SLO as well for one with groups."""
    found = pipeline.artifacts(example.program(), ["grafana"])
    made = {
        one.path.rpartition("/")[2]: json.loads(one.text) for one in found if one.path.startswith("grafana/dashboards/")
    }
    grouped = json.loads(json.dumps(made["sre-slo-detail.json"]))
    for variable in grouped["templating"]["list"]:
        if variable["name"] == "slo_id":
            variable["current"] = {"text": GROUPED, "value": GROUPED}
    return made | {"sre-slo-detail-of-groups.json": grouped}


def drawn(folder: Path, node: Program, chromium: Program) -> list[dict[str, Any]]:
    """The report of the harness on each board."""
    made = folder / "boards"
    made.mkdir()
    for name, board in boards().items():
        (made / name).write_text(json.dumps(board), encoding="utf-8")
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    prometheus = present(prometheuses()[0])
    blocks = store.blocks(prometheus, present(promtools()[0]))
    with serving(prometheus, blocks, folder / "prometheus") as server:
        words = [node.path, DRAW, GRAFANA_FRONT_END, server.url, str(END), made, PICTURES]
        environment = {**os.environ, "CHROMIUM": chromium.path, "HOME": str(folder)}
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def complaints(report: dict[str, Any]) -> Iterator[str]:
    """What somebody who is paged could not read on a board."""
    yield from (f"the page says: {error}" for error in report["errors"])
    for panel in report["panels"]:
        name = f"{panel['row']} / {panel['title']}"
        if not panel["drawn"] or panel["state"] != "Done":
            yield f"{name} is not drawn: {panel['state']} {panel['error']}"
        elif panel["type"] != "text" and (panel["points"] == 0) != (panel["row"] in EMPTY):
            yield f"{name} has {panel['points']} points"
        yield from (f"{name}: no field matches {one}" for one in panel["unmatched"])
        yield from (f"{name} is cut off: {one}" for one in panel["cut"])


def test_nothing_is_empty_cut_off_or_in_error(tmp_path: Path, grafana_front_end: Program, chromium: Program) -> None:
    reports = drawn(tmp_path, grafana_front_end, chromium)
    assert [one["board"] for one in reports] == sorted(boards())
    found = [f"{one['board']}: {told}" for one in reports for told in complaints(one)]
    assert not found, "\n".join(["see .tools/boards", *found])
    assert all((PICTURES / one["board"].replace(".json", ".png")).stat().st_size > 20_000 for one in reports)
