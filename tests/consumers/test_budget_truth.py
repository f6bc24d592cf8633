"""`sre-compile budget` on the month of `tests/world`: every number that it prints against what could be observed in that month."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.consumers.observed import NOBODY, Truth, truths
from tests.consumers.observed_budgets import BURNS, Objective, expected, expected_exact
from tests.programs import ROOT
from tests.transcript import surroundings
from tests.world.clock import DAY, END, START
from tests.world.server import Server
from tests.world.traffic import REPLICA_HOLE

TOLERANCE = 0.005
NO_DATA = "storefront/search-latency"
COUNTERS = (
    "checkout",
    "newsletter/delivery",
    "stock/availability",
    "storefront/availability",
    "storefront/page-latency",
)
"""SLOs for `--exact`, or the services whose SLOs all are."""
YOUNG = START + (5 * DAY + 137) * 60
"""Five days after the first sample, and not at a full hour of it."""
IN_HOLE = START + (REPLICA_HOLE.start + REPLICA_HOLE.minutes + 40) * 60

GATES: Mapping[tuple[str, ...], tuple[int, str]] = {
    ("storefront/availability", "--strict"): (0, "open"),
    ("checkout/latency",): (0, "warn"),
    ("checkout/latency", "--strict"): (1, "warn"),
    ("stock/availability",): (1, "frozen"),
    ("stock/availability", "--allow", "reliability-fix"): (0, "frozen"),
    (NO_DATA,): (3, "unknown"),
    (NO_DATA, "--on-unknown", "pass"): (0, "unknown"),
}
"""What is asked, and the exit code and state that come of it."""

Numbers = Mapping[str, float | None]
known_truths = cache(truths)


def run(server: Server, folder: Path, specs: Path, at: int, *options: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON."""
    command = [sys.executable, "-m", "sre_compiler", "budget", str(specs), *options]
    command += ["--prometheus-url", server.url, "--server", "eu1", "--at", str(at), "--format", "json"]
    done = subprocess.run(command, cwd=folder, env=surroundings(folder), capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def of_a_week(folder: Path) -> Path:
    """The specs, with a window of seven days for every SLO, and legs that fit it."""
    specs = folder / "specs"
    shutil.copytree(ROOT / "specs", specs)
    for file in (specs / "project.yaml", *(specs / "services").glob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        file.write_text(
            text.replace("window: 30d", "window: 7d").replace("window: 28d", "window: 7d"), encoding="utf-8"
        )
    return specs


def groups(report: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any], Truth, Objective]]:
    """Each SLO that has data with each of its groups, and with its truth."""
    for slo in report["slos"]:
        if slo["slo_id"] == NO_DATA:
            assert (slo["state"], slo["groups"]) == ("unknown", [])
            continue
        mine = dict(known_truths()[slo["slo_id"]])
        for group in slo["groups"]:
            label = next((group["labels"][one] for one in ("provider", "zone", "supplier", "page") if one in group["labels"]), NOBODY)  # fmt: skip
            yield slo, group, mine.pop(label), Objective(slo["budget"], slo["window_seconds"] // 60)
        assert not mine, "a group is missing"


def printed(group: Mapping[str, Any]) -> dict[str, float | None]:
    """The numbers of one group by the names of `observed_budgets`."""
    measures, incident, exact = dict(group["measures"]), group["largest_incident"] or {}, group["exact"] or {}
    burns = {f"burn {name}": value for name, value in measures.pop("burn").items()}
    times = {f"incident {name}": incident and moment(incident[name]) for name in ("start", "end", "leaves")}
    return {
        "coverage": group["coverage"],
        "seen_seconds": group["seen_seconds"],
        **measures,
        **burns,
        **{name: value or None for name, value in times.items()},
        "incident share": incident.get("share"),
        **{f"exact {name}": value for name, value in exact.items()},
    }


def moment(text: str) -> float:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z").timestamp()


def errors(group: Mapping[str, Any], true: Numbers) -> dict[str, float]:
    """How far each number is from the truth, relative to it; a difference and a time are compared as they are."""
    found = printed(group)
    return {name: error(name, found[name], value) for name, value in true.items()}


def error(name: str, found: float | None, true: float | None) -> float:
    if found is None or true is None:
        return 0.0 if found is true else float("inf")
    apart = abs(found - true)
    as_they_are = name == "exact difference" or (name.startswith("incident ") and name != "incident share")
    return apart / (1 if as_they_are or abs(true) < 1e-9 else abs(true))


def assert_true(report: Mapping[str, Any], at: int, *, exact: bool = False) -> None:
    """Every number of every group is that of the world."""
    wrong = {}
    compared = 0
    for slo, group, truth, one in groups(report):
        true = expected(truth, one, at) | (expected_exact(truth, one, at) if exact else {})
        true = {name: value for name, value in true.items() if not (exact and "gap" in name)}
        assert {f"burn {name}" for name in BURNS} <= true.keys()
        for name, apart in errors(group, true).items():
            compared += 1
            if apart > TOLERANCE:
                wrong[slo["slo_id"], tuple(group["labels"].values()), name] = (printed(group)[name], true[name])
    assert compared, "nothing was compared"
    assert not wrong


def test_the_example(month: Server, tmp_path: Path) -> None:
    """Windows of 30 and of 28 days: the gate is closed by what happened, and unknown where there is no data."""
    code, report = run(month, tmp_path, ROOT / "specs", END)
    assert_true(report, END)
    assert (code, report["state"]) == (3, "unknown")
    assert {slo["window_seconds"] // 86_400 for slo in report["slos"]} == {30, 28}


def test_raw_counters(month: Server, tmp_path: Path) -> None:
    """What counters know of holes is in the numbers, and how far the recorded series are from it."""
    names = [name for name in known_truths() if name.startswith(COUNTERS)]
    _, report = run(month, tmp_path, ROOT / "specs", END, "--exact", *names)
    assert len(report["slos"]) == len(names) == 7
    assert_true(report, END, exact=True)


def test_a_window_of_a_week(month: Server, tmp_path: Path) -> None:
    specs = of_a_week(tmp_path)
    _, report = run(month, tmp_path, specs, END)
    assert_true(report, END)
    code, report = run(month, tmp_path, specs, IN_HOLE, "stock/replica-lag")
    [group] = report["slos"][0]["groups"]
    truth = expected(known_truths()["stock/replica-lag"][NOBODY], Objective(0.005, 7 * DAY), IN_HOLE)
    assert group["coverage"] == pytest.approx(truth["coverage"], rel=TOLERANCE)
    assert (code, group["state"], group["measures"], group["largest_incident"]) == (3, "unknown", None, None)
    assert group["coverage"] < 0.9


def test_a_young_slo(month: Server, tmp_path: Path) -> None:
    _, report = run(month, tmp_path, ROOT / "specs", YOUNG)
    assert_true(report, YOUNG)


@pytest.mark.parametrize("gate", GATES, ids=" ".join)
def test_the_gate(month: Server, tmp_path: Path, gate: tuple[str, ...]) -> None:
    code, report = run(month, tmp_path, ROOT / "specs", END, *gate)
    assert (code, report["exit_code"], report["state"]) == (GATES[gate][0], *GATES[gate])


def test_misuse(month: Server, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sre_compiler", "budget", str(ROOT / "specs"), "checkout/none"]
    command += ["--prometheus-url", month.url, "--server", "eu1"]
    done = subprocess.run(command, cwd=tmp_path, env=surroundings(tmp_path), capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
