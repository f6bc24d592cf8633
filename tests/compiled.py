"""Whole compilations for tests: a small project, one service, and the rule files that come out."""

from __future__ import annotations

from pathlib import Path

from sre_compiler import pipeline
from sre_compiler.diagnostics import Diagnostic

PROJECT = """\
apiVersion: sre-compile.dev/v1alpha1
kind: Project
metadata: {name: test}
spec:
  environments: {prod: {}}
  prometheus:
    - {name: main, environment: prod, version: "2.42", scrape_interval: %s, retention: 40d}
  alertmanager:
    version: "0.25"
    secrets_dir: /etc/alertmanager/secrets
    smtp: {smarthost: "mail.test.example:587", from: alerts@test.example, password_file: smtp_password}
  grafana: {url: "https://grafana.test.example"}
  runbooks: {url: "https://runbooks.test.example/{service}/{alert}"}
  calendar_horizon: {from: "2026-01-01", weeks: 52}
---
apiVersion: sre-compile.dev/v1alpha1
kind: Severities
metadata: {name: default}
spec:
  severities:
    - {name: page, rank: 1, title: Page, response: page, coverage: always}
    - {name: ticket, rank: 2, title: Ticket, response: ticket, coverage: office}
---
apiVersion: sre-compile.dev/v1alpha1
kind: BurnRatePolicy
metadata: {name: standard}
spec:
  legs:
    - {factor: 14.4, long: 1h, short: 5m, severity: page}
    - {factor: 6, long: 6h, short: 30m, severity: page}
    - {factor: 3, long: 1d, short: 2h, severity: ticket}
    - {factor: 1, long: 3d, short: 6h, severity: ticket}
  no_data: {after: 10m, severity: ticket}
---
apiVersion: sre-compile.dev/v1alpha1
kind: Calendar
metadata: {name: office}
spec:
  timezone: Europe/Berlin
  hours: [{days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:00"}]
---
apiVersion: sre-compile.dev/v1alpha1
kind: Team
metadata: {name: shop}
spec:
  members: [ana, bo]
  calendar: office
  oncall: shop
  receivers:
    - {name: pager, pagerduty: {routing_key_file: pager_key}}
    - {name: mail, email: {to: shop@test.example}}
  notify: {page: [pager], ticket: [mail]}
---
apiVersion: sre-compile.dev/v1alpha1
kind: OnCallPolicy
metadata: {name: shop}
spec:
  timezone: Europe/Berlin
  schedules:
    - name: primary
      layers:
        - name: weekly
          every: 1w
          handoff: {day: mon, at: "09:00"}
          starts: "2025-12-29"
          rosters: [{people: [ana, bo]}]
    - {name: secondary, follows: {schedule: primary, turns: -1}}
  escalation:
    - {call: [{schedule: primary}], ack_within: 15m}
    - {call: [{schedule: secondary}], ack_within: 15m}
    - {call: [{team: shop}], ack_within: 30m}
---
apiVersion: sre-compile.dev/v1alpha1
kind: People
metadata: {name: everyone}
spec:
  people:
    - {name: ana, email: ana@test.example, timezone: Europe/Berlin}
    - {name: bo, email: bo@test.example, timezone: Europe/Berlin}
"""

SERVICE = """\
apiVersion: sre-compile.dev/v1alpha1
kind: Service
metadata: {name: web}
spec:
  team: shop
"""


def write_specs(folder: Path, service: str, *, project: str = PROJECT, scrape_interval: str = "30s") -> Path:
    """A folder of specs: the project, and a service from the body of its `spec:` below `team:`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = project % scrape_interval if "%s" in project else project
    (folder / "project.yaml").write_text(text, encoding="utf-8")
    (folder / "web.yaml").write_text(SERVICE + service, encoding="utf-8")
    return folder


def findings(folder: Path) -> tuple[Diagnostic, ...]:
    return pipeline.compile_specs(str(folder)).diagnostics


def rule_files(folder: Path) -> dict[str, str]:
    """The text of each rule file by its name without folder, `fast.yaml` and so on; fails when there are findings."""
    compiled = pipeline.compile_specs(str(folder))
    assert compiled.program is not None, compiled.diagnostics
    artifacts = pipeline.artifacts(compiled.program, ["prometheus"])
    return {one.path.rpartition("/")[2]: one.text for one in artifacts if "/rules/" in one.path}
