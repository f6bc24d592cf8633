"""An alert wakes somebody and does not say what to do.

At three in the morning nobody works out what a metric means. Two sentences from who wrote the alert save the first quarter of an hour
of every incident.

Bad:

    alerts:
      - name: QueueFull
        expr: sum by (queue) (queue_depth) > 100
        severity: sev1
        summary: Queue {{ $labels.queue }} is full.

Good:

    alerts:
      - name: QueueFull
        expr: sum by (queue) (queue_depth) > 100
        severity: sev1
        summary: Queue {{ $labels.queue }} is full.
        runbook: {impact: Orders are late., steps: [Scale the consumer up.]}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.alerts import Alert
from sre_compiler.program.program import Program

SEVERITY = Severity.WARNING


def check(program: Program) -> Iterator[Diagnostic]:
    paging = {severity.name for severity in program.severities if severity.response == "page"}
    for alert in program.alerts():
        if alert.severity in paging and not _has_runbook(alert):
            yield Diagnostic(
                "page-without-runbook",
                SEVERITY,
                f"`{alert.name}` pages somebody and has no runbook",
                alert.place.at("name"),
                label=f"{alert.severity} is answered at once",
                help="say under `runbook` what users notice (`impact`) and what to do (`steps`)",
            )


def _has_runbook(alert: Alert) -> bool:
    return alert.runbook is not None or any(name == "runbook_url" for name, _ in alert.annotations)
