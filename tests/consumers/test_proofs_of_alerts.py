"""The generated tests of plain alerts: real promtools of both generations pass them, and fail when the condition is another."""

from __future__ import annotations

from pathlib import Path

import pytest

from sre_compiler import pipeline
from tests.compiled import write_specs
from tests.consumers.test_proofs import written
from tests.programs import Program

CONDITIONS = {
    "rate": "rate(app_errors_total[5m]) > 0.05",
    "rate_of_a_minute": "rate(app_errors_total[1m]) > 1.5",
    "rate_too_low": "sum by (job) (rate(app_done_total{job=~'web.*'}[10m])) < 3",
    "increase": 'increase(app_failures_total{job="import"}[1h]) > 3',
    "increase_of_any": "increase(app_failures_total[30m]) > 0",
    "absent": 'absent(up{job="web", instance!~"test.*"})',
    "ratio_of_two_metrics": "sum(rate(cache_hits_total[10m])) / sum(rate(cache_requests_total[10m])) < 0.5",
    "ratio_of_one_metric": '100 * sum(rate(http_total{code=~"5.."}[5m])) / sum(rate(http_total[5m])) > 5',
    "share_left": '1 - disk_free_bytes{mount="/"} / disk_size_bytes >= 0.9',
    "and": 'rate(http_total{code="500"}[5m]) / ignoring (code) rate(http_total{code="200"}[5m]) > 0.2 and on () up == 1',
    "or": 'rate(app_errors_total[5m]) > 2 or absent(app_errors_total{job="web"})',
    "unless": "queue_depth > 2 * 60 unless on (job) maintenance == 1",
    "between": "queue_depth > 5 and queue_depth < 10",
    "two_gauges": "replicas_ready != replicas_wanted",
}
OTHER = {"<": ">", ">": "<", ">=": "<", "!=": "==", "==": "!="}


def alerts(conditions: dict[str, str], more: str) -> str:
    lines = ["  alerts:"]
    for name, condition in conditions.items():
        title = "".join(part.title() for part in name.split("_"))
        lines.append(f"    - {{name: {title}, severity: ticket, summary: It fires., {more} expr: '{condition}'}}")
    return "\n".join(lines).replace("'test.*'", '"test.*"') + "\n"


def compiled_tests(folder: Path, conditions: dict[str, str], more: str) -> list[Path]:
    text = alerts({name: one.replace("'", '"') for name, one in conditions.items()}, more)
    compiled = pipeline.compile_specs(str(write_specs(folder / "specs", text)))
    assert compiled.program is not None, compiled.diagnostics
    return written(compiled.program, folder)


@pytest.mark.parametrize("more", ["", "for: 15m, keep_firing_for: 20m,"])
def test_each_condition_is_shown_to_fire_and_to_stay_silent(more: str, tmp_path: Path, promtool: Program) -> None:
    found = compiled_tests(tmp_path, CONDITIONS, more)
    text = "".join(one.read_text(encoding="utf-8") for one in found)
    result = promtool.run("test", "rules", *found)
    assert text.count(' fires"') == text.count(' stays silent"') == len(CONDITIONS)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("name", [name for name in CONDITIONS if name not in {"absent", "between"}])
def test_a_condition_that_is_turned_around_fails(name: str, tmp_path: Path, promtool: Program) -> None:
    found = compiled_tests(tmp_path, {name: CONDITIONS[name]}, "")
    op = next(word for word in CONDITIONS[name].split() if word in OTHER)
    for rules in tmp_path.rglob("rules/*/alerts.yaml"):
        text = rules.read_text(encoding="utf-8")
        assert f" {op} " in text
        rules.write_text(text.replace(f" {op} ", f" {OTHER[op]} ", 1), encoding="utf-8")
    result = promtool.run("test", "rules", *found)
    assert "FAILED" in result.stdout + result.stderr


@pytest.mark.parametrize(
    "condition",
    ["time() - app_last_success_seconds > 3600", "rate(app_errors_total[5m]) >= 0", "predict_linear(x[1h], 60) < 0"],
)
def test_what_is_not_plain_has_no_case(condition: str, tmp_path: Path) -> None:
    found = compiled_tests(tmp_path, {"unknown": condition}, "")
    assert not any("Unknown" in one.read_text(encoding="utf-8") for one in found)
