"""The generated tests of plain alerts: real promtools of both generations pass them, and fail when the condition is another."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from sre_compiler import pipeline
from tests.compiled import write_specs
from tests.consumers.test_proofs import written
from tests.programs import Program

CONDITIONS = {
    "rate": "rate(app_errors_total[5m]) > 0.05",
    "rate_of_a_minute": "rate(app_errors_total[1m]) > 1.5",
    "rate_of_seconds": "sum(rate(app_errors_total[20s])) > 3",
    "rate_too_low": "sum by (job) (rate(app_done_total{job=~'web.*'}[10m])) < 3",
    "increase": 'increase(app_failures_total{job="import"}[1h]) > 3',
    "increase_of_any": "increase(app_failures_total[30m]) > 0",
    "absent": 'absent(up{job="web", instance!~"test.*"})',
    "absent_of_those_that_are_up": 'absent(up{job="web"} == 1)',
    "down": "up == 0",
    "ratio_of_two_metrics": "sum(rate(cache_hits_total[10m])) / sum(rate(cache_requests_total[10m])) < 0.5",
    "ratio_of_one_metric": '100 * sum(rate(http_total{code=~"5.."}[5m])) / sum(rate(http_total[5m])) > 5',
    "ratio_of_a_sum": "used_bytes / (used_bytes + free_bytes) * 100 > 90",
    "ratio_with_guard": "sum(rate(a_total[5m])) / (sum(rate(b_total[5m])) > 0) > 0.8",
    "ratio_clamped": "rate(a_total[5m]) / clamp_min(rate(b_total[5m]), 1) > 0.25",
    "share_left": '1 - disk_free_bytes{mount="/"} / disk_size_bytes >= 0.9',
    "sum_of_terms": "kube_spec - kube_succeeded - kube_failed > 0",
    "and": 'rate(http_total{code="500"}[5m]) / ignoring (code) rate(http_total{code="200"}[5m]) > 0.2 and on () up == 1',
    "and_of_one_metric": "success_timestamp_seconds > 0 and time() - success_timestamp_seconds > 600",
    "or": 'rate(app_errors_total[5m]) > 2 or absent(app_errors_total{job="web"})',
    "unless": "queue_depth > 2 * 60 unless on (job) maintenance == 1",
    "between": "queue_depth > 5 and queue_depth < 10",
    "two_gauges": "replicas_ready != replicas_wanted",
    "age": "time() - max by (job) (last_success_seconds) > 3600",
    "certificate": "(certificate_expires_seconds - time()) / 86400 < 7",
    "offset": "queue_depth offset 10m > 100",
    "average_over_time": "avg_over_time(temperature[10m]) > 81.5",
    "minimum_over_time": "min_over_time(ready[5m]) == 0",
    "maximum_over_time": "max_over_time(members[5m]) < on (job) group_left () count by (job) (max_over_time(members[5m]))",
    "sum_over_time": "sum_over_time(failed[10m]) > 3",
    "count_over_time": "count_over_time(seen[10m]) > 3 unless on () gone == 1",
    "quantile": "histogram_quantile(0.99, sum by (job, le) (rate(duration_seconds_bucket[5m]))) > 0.25",
    "quantile_with_traffic": "histogram_quantile(0.9, rate(d_bucket[5m])) * 1000 > 90 and sum(rate(d_count[5m])) > 0",
    "count": "count(up{job='web'} == 0) > 2",
    "count_of_versions": "count(count by (version) (build_info)) > 1",
    "share_of_instances": "count by (job) (up == 0) / count by (job) (up) > 0.1",
    "topk": "topk(3, rate(app_errors_total[5m])) > 10",
    "group_left": "kube_restarts * on (pod) group_left (node) kube_pod_info > 5",
    "changes": "changes(config_hash[15m]) > 2",
    "delta": "delta(temperature[30m]) > 4",
    "deriv": "deriv(heap_bytes[10m]) > 1e7",
    "predict_linear": "predict_linear(free_bytes[1h], 4 * 3600) < 0",
    "predict_linear_while_left": "free_bytes / size_bytes < 0.4 and predict_linear(free_bytes[1h], 24 * 3600) < 0",
    "nothing_or_zero": "(count(redis_info{role='master'}) or vector(0)) < 1",
    "cores": "load1{job='node'} / count without (cpu, mode) (cpu_seconds_total{job='node', mode='idle'}) > 2",
    "within_a_week": "increase(backups_failed_total[7d]) > 3",
    "rounded": "round(increase(retries_total[10m])) > 2",
    "label_replace": 'label_replace(lag_seconds, "node", "$1", "instance", "([^:]+):[0-9]+") > 30',
}
OTHER = {"<": ">", ">": "<", ">=": "<", "!=": "==", "==": "!="}
STAYS_TRUE_TURNED = {"Absent", "Between", "AndOfOneMetric", "SumOfTerms"}


def title(name: str) -> str:
    return "".join(part.title() for part in name.split("_"))


def alerts(conditions: Mapping[str, str], more: str = "", summary: str = "It fires.") -> str:
    lines = ["  alerts:"]
    for name, condition in conditions.items():
        expr = condition.replace("'", '"')
        lines.append(f"    - {{name: {title(name)}, severity: ticket, summary: '{summary}', {more} expr: '{expr}'}}")
    return "\n".join(lines) + "\n"


def compiled_tests(folder: Path, text: str) -> tuple[list[Path], str]:
    """The test files, and what stands in that of the alerts."""
    compiled = pipeline.compile_specs(str(write_specs(folder / "specs", text)))
    assert compiled.program is not None, compiled.diagnostics
    found = written(compiled.program, folder)
    return found, "".join(one.read_text(encoding="utf-8") for one in found if one.name.startswith("alerts"))


def shown(text: str) -> dict[str, list[str]]:
    """The cases of each alert."""
    found: dict[str, set[str]] = {}
    for test in text.split("  - name: ")[1:]:
        for name in re.findall(r'ALERTS\{alertname=\\"(\w+)', test):
            found.setdefault(name, set()).add("fires" if test.partition("\n")[0].endswith('fires"') else "stays silent")
    return {name: sorted(cases) for name, cases in found.items()}


def passes(promtool: Program, tests: list[Path]) -> None:
    result = promtool.run("test", "rules", *tests)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("more", ["", "for: 15m, keep_firing_for: 20m,"])
def test_each_condition_is_shown_to_fire_and_to_stay_silent(more: str, tmp_path: Path, promtool: Program) -> None:
    found, text = compiled_tests(tmp_path, alerts(CONDITIONS, more))
    assert shown(text) == {title(name): ["fires", "stays silent"] for name in CONDITIONS}
    passes(promtool, found)


def test_conditions_that_are_turned_around_fail(tmp_path: Path, promtool: Program) -> None:
    found, _ = compiled_tests(tmp_path, alerts(CONDITIONS))
    [rules] = tmp_path.rglob("rules/*/alerts.yaml")
    turned, lines, name = set(), [], ""
    for line in rules.read_text(encoding="utf-8").splitlines():
        name = line.partition("- alert: ")[2] or name
        op = next((word for word in line.split() if word in OTHER), None) if "expr: " in line else None
        turned |= {name} if op else set()
        lines.append(line.replace(f" {op} ", f" {OTHER[op]} ", 1) if op else line)
    rules.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = promtool.run("test", "rules", *found)
    failed = set(re.findall(r'alertname=\\?"(\w+)', result.stdout + result.stderr))
    assert len(turned) > len(CONDITIONS) * 0.8
    assert turned - STAYS_TRUE_TURNED <= failed


PARTLY = {
    "rate(app_errors_total[5m]) >= 0": ["fires"],
    "count(app_errors_total) == 0": ["stays silent"],
    "max_over_time(queue_depth[1h:5m]) > 3": [],
    "a == 1 and b == 1 and a != 1": ["stays silent"],
    'count({job="web"}) > 1': [],
    "ALERTS{alertname='none'} == 1": [],
    "hour() > 3": [],
}


def test_only_what_is_known_has_a_case(tmp_path: Path, promtool: Program) -> None:
    found, text = compiled_tests(tmp_path, alerts({f"partly{n}": one for n, one in enumerate(PARTLY)}))
    assert shown(text) == {f"Partly{number}": known for number, known in enumerate(PARTLY.values()) if known}
    passes(promtool, found)


HALVES = {
    "{fires: [a 7]}": "a > 3",
    "{silent: [a 2]}": "a > 3",
    "{fires: ['a 1+2']}": "rate(a[5m]) > 0",
    "{fires: [a 7], silent: [a 2]}": "max_over_time(a[10m:1m]) > 3",
    "{fires: ['a 1+7'], silent: ['a 1000+2']}": "max_over_time(rate(a[5m])[10m:1m]) * 60 > 3",
}


def test_what_the_author_leaves_out_is_told_from_the_condition(tmp_path: Path, promtool: Program) -> None:
    stated = enumerate(HALVES.items())
    lines = [alerts({f"stated{n}": one}, f"for: 12m, proof: {proof},") for n, (proof, one) in stated]
    found, text = compiled_tests(tmp_path, lines[0] + "".join(one.removeprefix("  alerts:\n") for one in lines[1:]))
    assert shown(text) == {f"Stated{number}": ["fires", "stays silent"] for number in range(len(HALVES))}
    passes(promtool, found)


TEXTS = {
    "{{ $labels.job }} of {{ .Labels.instance }}{{ $labels.none }}": "web of some-instance",
    "{{ $value }}": "1234.5",
    "{{ $value | humanize }} or {{ humanize $value }}": "1.234k or 1.234k",
    "{{ $value | humanize1024 }} {{ $value | humanizePercentage }}": "1.206ki 1.234e+05%",
    "{{ $value | humanizeDuration }}": "20m 34s",
    'a {{- $value | printf " %.2f" -}} b': None,
    'a {{- printf "%.0f" $value -}} b': "a1234b",
    '{{ $value | printf "%.3g" }} {{ printf "%s" $labels.job }} {{ "{{" }}': "1.23e+03 web {{",
    "{{ if gt $value 1.0 }}much{{ end }}": None,
    '{{ with query "up" }}{{ . | first | value }}{{ end }}': None,
}


def test_what_an_alert_says_is_compared_as_it_is_rendered(tmp_path: Path, promtool: Program) -> None:
    lines = ["  alerts:"]
    for number, summary in enumerate(TEXTS):
        proof = f"""{{fires: ['depth{number}{{job="web", instance="some-instance"}} 1234.5']}}"""
        lines.append(f"""    - {{name: Told{number}, severity: ticket, expr: 'depth{number}{{job="web"}} > 7',""")
        lines.append(f"       labels: {{product: 'shop {{{{ $labels.job }}}}'}}, proof: {proof},")
        lines.append(f"       summary: {json.dumps(summary)}}}")
    found, text = compiled_tests(tmp_path, "\n".join(lines) + "\n")
    for number, expected in enumerate(TEXTS.values()):
        lines = [one for one in text.splitlines() if f'"Told{number}"' in one or f'=\\"Told{number}\\"' in one]
        [told] = [one for one in lines if "shop web" in one]
        assert ("exp_alerts" in told) is (expected is not None)
        assert expected is None or f'"summary": {json.dumps(expected)}' in told
    assert text.count("annotations are not compared") == list(TEXTS.values()).count(None)
    passes(promtool, found)


NUMBERS = (
    0,
    1,
    -1,
    0.5,
    12.3456,
    999.96,
    1e5,
    1e6,
    123456789,
    5e-7,
    1e-4,
    -0.00123,
    1e14,
    86399.6,
    90061,
    3599.5,
    59.99,
)


def test_numbers_are_printed_as_prometheus_prints_them(tmp_path: Path, promtool: Program) -> None:
    shown = "{{ $value }} {{ $value | humanize }} {{ $value | humanize1024 }} {{ $value | humanizePercentage }} "
    shown += "{{ $value | humanizeDuration }}"
    lines = ["  alerts:"]
    for number, value in enumerate(NUMBERS):
        lines.append(f"    - {{name: Number{number}, severity: ticket, expr: m{number} > -2, summary: '{shown}',")
        lines.append(f"       proof: {{fires: [m{number} {value:.15g}]}}}}")
    found, text = compiled_tests(tmp_path, "\n".join(lines) + "\n")
    assert text.count("exp_alerts") == len(NUMBERS)
    passes(promtool, found)


def test_a_range_or_a_time_of_for_that_is_another_fails(tmp_path: Path, promtool: Program) -> None:
    condition = "sum(rate(cache_hits_total[10m])) / sum(rate(cache_requests_total[10m])) < 0.5"
    found, _ = compiled_tests(tmp_path, alerts({"cold": condition}, "for: 15m,"))
    passes(promtool, found)
    [rules] = tmp_path.rglob("rules/*/alerts.yaml")
    text = rules.read_text(encoding="utf-8")
    changed = [text.replace("hits_total[10m]", f"hits_total[{one}]") for one in ("450s", "750s")]
    changed += [text.replace("requests_total[10m]", f"requests_total[{one}]") for one in ("450s", "750s")]
    changed += [text.replace("for: 15m", f"for: {one}") for one in ("0s", "13m", "17m", "30m")]
    for one in changed:
        rules.write_text(one, encoding="utf-8")
        result = promtool.run("test", "rules", *found)
        assert "FAILED" in result.stdout + result.stderr, one
