"""Ours inside of somebody's own configuration: theirs keeps its place and its meaning, and Alertmanager takes the whole."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from sre_compiler import pipeline, routing
from sre_compiler.program.program import Program as Specs
from tests.consumers.test_alertmanager_routes import asked, expected
from tests.programs import ROOT, Program

BASE = """\
# Grown over years.
global:
  resolve_timeout: 5m
  smtp_require_tls: no
  smtp_smarthost: 'mail.example:25'
  smtp_from: alertmanager@example.com
  http_config: {follow_redirects: yes}
templates:
  - '*.custom.tmpl'
route:
  receiver: everybody
  group_by: [alertname, "cluster"]
  routes:
    - match: {service: db}
      receiver: db
      continue: yes
    - match_re: {severity: "warn|info"}
      receiver: db
      repeat_interval: 1d12h
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: ['severity=~"warning|info"']
    equal: [cluster, alertname]
mute_time_intervals:
  - name: weekends
    time_intervals: [{weekdays: [saturday, sunday]}]
receivers:
  - name: everybody
  - name: db
    webhook_configs: [{url: "http://hooks.example/%7Edb", send_resolved: no, max_alerts: 010}]
    email_configs:
      - to: db@example.com
        text: |
          {{ range .Alerts }}{{ .Labels.alertname }}
          {{ end }}
"""


@pytest.fixture(params=["first", "last"])
def specs(request: pytest.FixtureRequest, tmp_path: Path) -> Specs:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    (tmp_path / "specs/own.yml").write_text(BASE, encoding="utf-8")
    project = tmp_path / "specs/project.yaml"
    lines = [
        line
        for line in project.read_text(encoding="utf-8").splitlines()
        if "smtp:" not in line and "fallback:" not in line
    ]
    at = lines.index("  alertmanager:") + 1
    lines[at:at] = ["    base: own.yml", f"    mount: {request.param}"]
    project.write_text("\n".join(lines), encoding="utf-8")
    compiled = pipeline.compile_specs(str(tmp_path / "specs"))
    assert compiled.program is not None, compiled.diagnostics
    return compiled.program


def write(specs: Specs, folder: Path) -> Path:
    for artifact in pipeline.artifacts(specs, ["alertmanager"]):
        (folder / artifact.path.rpartition("/")[2]).write_text(artifact.text, encoding="utf-8")
    return folder / "alertmanager.yaml"


def without_ours(document: dict[str, Any], is_first: bool) -> dict[str, Any]:
    """What is left of the document when as much as the base has is taken from the right end of each list."""
    base = yaml.safe_load(BASE)
    for key in ("templates", "inhibit_rules", "receivers"):
        document[key] = document[key][: len(base[key])]
    number = len(base["route"]["routes"])
    routes = document["route"]["routes"]
    document["route"]["routes"] = routes[-number:] if is_first else routes[:number]
    del document["time_intervals"]
    return document


def test_theirs_keeps_its_meaning(specs: Specs, tmp_path: Path) -> None:
    """PyYAML reads `no` and `010` as Alertmanager does, by the rules of YAML 1.1."""
    declared = specs.project.spec.alertmanager
    assert declared is not None
    document = yaml.safe_load(write(specs, tmp_path).read_text(encoding="utf-8"))
    assert without_ours(document, declared.mount == "first") == yaml.safe_load(BASE)


def test_alertmanager_takes_it(specs: Specs, tmp_path: Path, amtool: Program) -> None:
    result = amtool.run("check-config", write(specs, tmp_path))
    assert result.returncode == 0, result.stdout + result.stderr


def test_routes_agree_with_amtool(specs: Specs, tmp_path: Path, amtool: Program) -> None:
    config, ours = write(specs, tmp_path), routing.configuration(specs)
    told = {}
    for labels in [
        {"team": team, "severity": severity, "service": service}
        for team in ("shop", "supply", "nobody")
        for severity in ("sev1", "sev3", "warn", "critical")
        for service in ("db", "web")
    ]:
        told[tuple(labels.values())] = expected(ours, labels)
        assert asked(amtool, config, labels) == expected(ours, labels)
    assert told["nobody", "sev1", "web"] == ["everybody"]
    assert told["shop", "sev1", "web"] == ["shop/sev1"]
