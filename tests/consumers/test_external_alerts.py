"""Alerts of others: their owner by label, their severity by what it means here, and nobody where that is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sre_compiler import pipeline, routing
from sre_compiler.program.program import Program as Specs
from tests.alertmanager_case import Labels
from tests.consumers.test_alertmanager_base import write
from tests.consumers.test_alertmanager_routes import asked, expected
from tests.programs import ROOT, Program

EXTERNAL = """\
apiVersion: sre-compile.dev/v1alpha1
kind: ExternalAlerts
metadata: {name: kubernetes}
spec:
  files: [vendor/**/*.yml]
  team: platform
  owners: [{match: {namespace: "shop-.+|storefront"}, team: shop}]
  severities: {warning: sev4, info: none}
"""
RULES = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: kubernetes}
spec:
  groups:
    - name: volumes
      rules:
        - {alert: VolumeFull, expr: kubelet_volume_stats_available_bytes == 0, labels: {severity: critical}}
        - {alert: VolumeFull, expr: kubelet_volume_stats_available_bytes < 100, labels: {severity: warning}}
        - {alert: Throttled, expr: 'rate(container_cpu_cfs_throttled_periods_total[5m]) > 0', labels: {severity: info}}
        - {record: "volume:free", expr: kubelet_volume_stats_available_bytes}
"""


@pytest.fixture
def specs(tmp_path: Path) -> Specs:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    (tmp_path / "specs/external.yaml").write_text(EXTERNAL, encoding="utf-8")
    (tmp_path / "specs/vendor/deep").mkdir(parents=True)
    (tmp_path / "specs/vendor/deep/rules.yml").write_text(RULES, encoding="utf-8")
    compiled = pipeline.compile_specs(str(tmp_path / "specs"))
    assert compiled.program is not None, compiled.diagnostics
    assert [one for one in compiled.diagnostics if not one.after] == []
    return compiled.program


@pytest.mark.parametrize(
    ("labels", "receivers"),
    [
        ({"alertname": "VolumeFull", "severity": "critical", "namespace": "kube-system"}, ["platform/sev1"]),
        ({"alertname": "VolumeFull", "severity": "critical", "namespace": "shop-web"}, ["shop/sev1"]),
        ({"alertname": "VolumeFull", "severity": "critical", "namespace": "workshop-web"}, ["platform/sev1"]),
        ({"alertname": "VolumeFull", "severity": "warning", "namespace": "storefront"}, ["shop/sev4"]),
        ({"alertname": "VolumeFull", "severity": "fatal"}, ["platform/other"]),
        ({"alertname": "VolumeFull", "severity": "critical", "team": "shop"}, ["shop/sev1"]),
        ({"alertname": "Throttled", "severity": "info"}, ["nobody"]),
        ({"alertname": "Unheard", "severity": "critical"}, ["platform/sev1"]),
        ({"alertname": "Unheard"}, ["unowned"]),
    ],
)
def test_who_is_told(specs: Specs, tmp_path: Path, amtool: Program, labels: Labels, receivers: list[str]) -> None:
    assert expected(routing.configuration(specs), labels) == receivers
    assert asked(amtool, write(specs, tmp_path), labels) == receivers


def test_a_list_of_resources_is_read_as_each_of_them(specs: Specs, tmp_path: Path) -> None:
    items = RULES.replace("\n", "\n    ").rstrip()
    listed = f"apiVersion: v1\nkind: List\nitems:\n  - {items}\n"
    (tmp_path / "specs/vendor/deep/rules.yml").write_text(listed, encoding="utf-8")
    compiled = pipeline.compile_specs(str(tmp_path / "specs"))
    assert compiled.program is not None, compiled.diagnostics
    [before], [after] = specs.external_alerts, compiled.program.external_alerts
    assert len(before.alerts) == 3
    assert [(one.name, one.means) for one in after.alerts] == [(one.name, one.means) for one in before.alerts]


def test_a_rule_file_that_nobody_names_is_no_spec(specs: Specs, tmp_path: Path) -> None:
    (tmp_path / "specs/others.yaml").write_text(RULES, encoding="utf-8")
    compiled = pipeline.compile_specs(str(tmp_path / "specs"))
    assert [one for one in compiled.diagnostics if not one.after] == []
    assert compiled.program is not None
    assert compiled.program.external_alerts == specs.external_alerts


def test_they_are_never_written_again(specs: Specs) -> None:
    for artifact in pipeline.artifacts(specs, pipeline.targets()):
        assert "kubelet_volume_stats" not in artifact.text
