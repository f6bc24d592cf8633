"""The generated budget scripts against real servers, and against the rules that make the series they read."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sre_compiler.backends.budgets.slos import slos_of
from tests.consumers.example import groups, program
from tests.programs import ROOT, Program
from tests.readme import blocks
from tests.transcript import surroundings
from tests.world.server import running

DAY = 86_400
SCRIPT = ROOT / "generated" / "budgets" / "newsletter.py"
SLO_ID = "newsletter/delivery"


def rules_of(slo: dict[str, Any]) -> list[dict[str, Any]]:
    """All rules of a SLO on its server."""
    return [rule for (server, name), group in groups().items() if server == slo["server"] and name.rpartition(":")[0] == slo["slo_id"] for rule in group["rules"]]  # fmt: skip


def test_every_series_that_is_read_is_recorded_or_alerted() -> None:
    every = [one for service in program().services for one in slos_of(program(), service)]
    assert every
    for slo in every:
        rules = rules_of(slo)
        recorded = {rule["record"]: rule["labels"] for rule in rules if "record" in rule}
        read = {slo["bad"], slo["total"], *(leg[one] for leg in slo["legs"] for one in ("long_series", "short_series"))}
        assert read <= recorded.keys()
        assert all(slo["matchers"].items() <= recorded[name].items() for name in read)
        alerts = {
            (rule["alert"], rule["labels"]["leg"], rule["labels"]["severity"])
            for rule in rules
            if "leg" in rule.get("labels", {})
        }
        assert alerts == {(slo["alert"], leg["name"], leg["severity"]) for leg in slo["legs"]}
        assert all(f"> {leg['threshold']:.12g}" in str(rules) for leg in slo["legs"])


@contextmanager
def serving(prometheus: Program, samples: str, folder: Path) -> Iterator[str]:
    """The URL of a server that has these samples, in OpenMetrics."""
    (folder / "samples.txt").write_text(samples, encoding="utf-8")
    (folder / "prometheus.yml").write_text("global: {}\n", encoding="utf-8")
    promtool = str(Path(prometheus.path).with_name("promtool"))
    making = [promtool, "tsdb", "create-blocks-from", "openmetrics", "samples.txt", "data"]
    subprocess.run(making, cwd=folder, capture_output=True, check=True)
    with running(prometheus, folder) as server:
        yield server.url


def samples(end: int, *, days: int, bad: float, gap: tuple[int, int] = (0, 0)) -> str:
    """Bricks of a SLO, one a minute, the last one at `end`; of ten events a second a share is bad."""
    moments = [moment for moment in range(end - days * DAY + 60, end + 1, 60) if not gap[0] < end - moment <= gap[1]]
    series = {"slo:sli_bad:rate5m": 10 * bad, "slo:sli_total:rate5m": 10.0}
    lines = []
    for name, value in series.items():
        lines += [f"# TYPE {name} gauge", *(f'{name}{{slo_id="{SLO_ID}"}} {value!r} {moment}' for moment in moments)]
    return "\n".join([*lines, "# EOF", ""])


def asked(url: str, end: int, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), "--prometheus-url", url, "--at", str(end), *options]
    return subprocess.run(command, cwd=folder, env=surroundings(folder), capture_output=True, text=True, check=False)


def test_a_real_server_says_what_happened(prometheus: Program, tmp_path: Path) -> None:
    """2 % may be bad, and for 32 of 34 days 1 % was; for a day nothing is known. No step begins at a full hour."""
    end = 1_780_000_000 // 3600 * 3600 + 1260
    with serving(prometheus, samples(end, days=34, bad=0.01, gap=(5 * DAY, 6 * DAY)), tmp_path) as url:
        done = asked(url, end, tmp_path, "--format", "json")
        assert (done.returncode, done.stderr) == (0, "")
        report = json.loads(done.stdout)
        [group] = report["slos"][0]["groups"]
        measures = group["measures"]
        assert report["server"]["version"].startswith(prometheus.version)
        assert group["coverage"] == pytest.approx(29 / 30)
        assert measures["total"] == pytest.approx(29 * DAY * 10)
        assert measures["ratio"] == pytest.approx(0.01)
        assert measures["left_of_window"] == measures["left"] == pytest.approx(0.5)
        assert all(burn == pytest.approx(0.5) for burn in measures["burn"].values())
        assert asked(url, end - 10 * 60 + 7, tmp_path).returncode == 0
        assert asked(url, end + 3600, tmp_path).returncode == 0, "the specs ignore where samples are missing"
        early = asked(url, end - 60 * DAY, tmp_path)
        assert (early.returncode, "unknown" in early.stdout) == (3, True)


def test_a_real_server_freezes_the_gate(prometheus: Program, tmp_path: Path) -> None:
    end = 1_780_000_000 // 60 * 60
    with serving(prometheus, samples(end, days=31, bad=0.021), tmp_path) as url:
        frozen = asked(url, end, tmp_path)
        assert (frozen.returncode, "-5% of the budget is left" in frozen.stdout) == (1, True)
        assert asked(url, end, tmp_path, "--allow", "reliability-fix").returncode == 0


def test_the_gates_of_the_readme_close(prometheus: Program, tmp_path: Path) -> None:
    """Each `run` line of the jobs, with the server of the test."""
    jobs = [one for one in blocks() if one.text.startswith(("jobs:", "budget:"))]
    lines = [
        line
        for one in jobs
        for line in one.text.splitlines()
        if "generated/budgets/" in line and "--prometheus-url" in line
    ]
    assert len(lines) >= 2
    end = int(time.time()) // 60 * 60
    shutil.copytree(ROOT / "generated" / "budgets", tmp_path / "generated" / "budgets")
    text = samples(end, days=31, bad=0.03).replace(SLO_ID, "checkout/availability")
    token = tmp_path / "token"
    token.write_text("secret", encoding="utf-8")
    with serving(prometheus, text, tmp_path) as url:
        for line in lines:
            command = line.strip().removeprefix("- ").removeprefix("run: ")
            command = re.sub(r"https?://prometheus\S*", url, command).replace(
                "/run/secrets/prometheus-token", str(token)
            )
            around = {**surroundings(tmp_path), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}
            done = subprocess.run(
                ["bash", "-ec", command], cwd=tmp_path, env=around, capture_output=True, text=True, check=False
            )
            assert done.returncode == 1, (command, done.stdout, done.stderr)
