"""The boards of the example and of a project that has everything else, as a reader of JSON sees them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sre_compiler import pipeline
from sre_compiler.program.program import Program
from tests.compiled import PROJECT, write_specs
from tests.consumers import example

Json = dict[str, Any]

HOSTILE = r"""
  tier: 1
  links: {"a-page": "https://x.test.example/$service?a=(b)"}
  golden_signals:
    traffic: web_requests_total{path=~"/[[:alpha:]]+$", job="web"}
    errors: web_requests_total{path="[[service]]", code="$$slo_id", job="web"}
    latency: web_seconds{job="web", mesh="a"}
    saturation: {usage: 'web_used{pool="$${datasource}"}', limit: 'web_limit{pool="$${datasource}"}'}
  slos:
    - name: answers
      title: "[Click](javascript:alert(1)) $service [[service]] {{ alertname }}"
      description: "<img src=x onerror=alert(1)> costs $slo_id & more"
      objective: 99.9%
      window: 7d
      group_by: [region, tier_of_user]
      sli: {ratio: {errors: 'web_requests_total{code=~"5..$"}', total: 'web_requests_total{path!="$$__all"}'}}
    - name: silent
      objective: 99%
      alerting: none
      window: 28d
      sli: {latency: {histogram: 'web_seconds{job="web"}', below: 1s, native: true}}
      no_data: ignore
"""
ONE_STORE = PROJECT.replace(
    "scrape_interval: %s, retention: 40d}",
    'scrape_interval: %s, retention: 40d, external_labels: {env: prod}, labels_on: series, url: "https://prom.test.example/$x"}',
).replace('{url: "https://grafana.test.example"}', '{folder: "a: b", kubernetes: {namespace: watch}}')


@cache
def hostile() -> Program:
    """Words that mean something to PromQL, Grafana, Markdown and HTML, groups, a native histogram, one store."""
    with tempfile.TemporaryDirectory() as folder:
        specs = write_specs(Path(folder) / "specs", HOSTILE, project=ONE_STORE)
        compiled = pipeline.compile_specs(str(specs))
    assert compiled.program is not None, [one.message for one in compiled.diagnostics]
    return compiled.program


def programs() -> dict[str, Program]:
    return {"example": example.program(), "hostile": hostile()}


@cache
def texts(name: str) -> dict[str, str]:
    """Every file of Grafana's, by path."""
    return {one.path: one.text for one in pipeline.artifacts(programs()[name], ["grafana"])}


def boards() -> Iterator[tuple[str, Json]]:
    """Every board, with a name for messages."""
    for name in programs():
        for path, text in texts(name).items():
            if path.endswith(".json"):
                yield f"{name}: {path}", json.loads(text)


def panels() -> Iterator[tuple[str, Json]]:
    """Every panel but the headers of rows, with a name for messages."""
    for name, board in boards():
        for panel in board["panels"]:
            if panel["type"] != "row":
                yield f"{name}: {panel['title']}", panel


def targets() -> Iterator[tuple[str, Json, Json]]:
    """Every query of a panel, with a name for messages and its panel."""
    for name, panel in panels():
        for target in panel.get("targets", []):
            yield f"{name} {target['refId']}", panel, target
