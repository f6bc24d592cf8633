"""A page does not say what to do.

At three in the morning nobody works out what a metric means. Two sentences from who wrote the alert save the first quarter of an
hour of every incident. An alert's runbook is its `runbook:` block, its own annotation `runbook_url`, or the address that the
project's `runbooks: {url: …}` gives to every alert, those of SLOs included. Whether a page stands at that address cannot be seen
from here.

Bad:

    # kind: Project, without `runbooks`
    alerts:
      - name: QueueFull
        expr: sum by (queue) (queue_depth) > 100
        severity: sev1
        summary: Queue {{ $labels.queue }} is full.

Good:

    # kind: Project, without `runbooks`
    alerts:
      - name: QueueFull
        expr: sum by (queue) (queue_depth) > 100
        severity: sev1
        summary: Queue {{ $labels.queue }} is full.
        runbook: {impact: Orders are late., steps: [Scale the consumer up.]}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.program.alerts import Alert

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    project = scope.setting.project
    if project.runbook_pattern:
        return
    for alert in scope.pages:
        if not _has_runbook(alert):
            message = f"`{alert.name}` pages somebody and has no runbook"
            yield _finding(message, alert.place.at("name"), "say what users notice and what to do under `runbook`")
    if any(scope.has_page(objective) for objective in scope.objectives):
        where = project.place.at("metadata", "name")
        yield _finding("the pages of SLOs have no runbooks", where, "say where they are with `runbooks: {url: …}`")


def _has_runbook(alert: Alert) -> bool:
    return alert.runbook is not None or any(name == "runbook_url" for name, _ in alert.annotations)


def _finding(message: str, where: Place, advice: str) -> Diagnostic:
    return Diagnostic(
        "page-without-runbook",
        SEVERITY,
        message,
        where,
        label="whoever is woken has to find out what to do",
        help=advice,
    )
