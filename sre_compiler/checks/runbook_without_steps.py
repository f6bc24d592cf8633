"""The runbook of a page has no steps.

Whoever is woken reads what users notice, and still has to find out what to do.

Bad:

    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev1
        for: 5m
        runbook: {impact: Orders are late.}
        summary: A queue is full.

Good:

    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev1
        for: 5m
        runbook: {impact: Orders are late., steps: [Scale the consumer up.]}
        summary: A queue is full.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.INFO


def check(scope: Scope) -> Iterator[Diagnostic]:
    for alert in scope.pages:
        if alert.runbook is not None and not alert.runbook.steps:
            yield Diagnostic(
                "runbook-without-steps",
                SEVERITY,
                f"the runbook of `{alert.name}` does not say what to do",
                alert.place.at("runbook").key(),
                label="has no `steps`",
                help="add what helped the last time: `steps: [Look at …, Restart …]`",
            )
