"""A template reads an external label that no server of the alert has.

`$externalLabels` are the labels that identify a Prometheus. One that is not there is rendered as nothing.

Bad:

    # prometheus: [{…, external_labels: {cluster: eu1}}]
    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev3
        summary: A queue in {{ $externalLabels.region }} is full.

Good:

    # prometheus: [{…, external_labels: {cluster: eu1}}]
    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev3
        summary: A queue in {{ $externalLabels.cluster }} is full.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._alert_texts import templates
from sre_compiler.checks._go_template import Part
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Place, Severity

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for alert in scope.alerts:
        for template, place in templates(alert):
            for read in template.external:
                known = _external_labels(scope)
                if read.words not in known:
                    yield _finding(read, place, sorted(known))


def _external_labels(scope: Scope) -> set[str]:
    """Those of all servers that run the service."""
    return {name for server, _ in scope.deployments for name, _ in server.external_labels}


def _finding(read: Part, place: Place, known: list[str]) -> Diagnostic:
    return Diagnostic(
        "unknown-external-label",
        SEVERITY,
        f"no server has the external label `{read.words}`",
        place.within(read.start, read.end),
        label="is rendered as nothing",
        help=f"use one of {', '.join(known)}" if known else "declare it in `external_labels` of the servers",
    )
