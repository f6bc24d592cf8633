"""Two alerts of a service have the same condition.

Whoever is called gets two alerts for one thing, and who mends one of them leaves the other as it was.

Bad:

    alerts:
      - {name: QueueFull, expr: queue_depth > 100, for: 5m, severity: sev3, summary: A queue is full.}
      - {name: OrdersWait, expr: queue_depth > 100, for: 5m, severity: sev3, summary: Orders wait.}

Good:

    alerts:
      - {name: QueueFull, expr: queue_depth > 100, for: 5m, severity: sev3, summary: "A queue is full, orders wait."}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.alerts import Alert
from sre_compiler.units import Duration

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    first: dict[tuple[str, Duration | None], Alert] = {}
    for alert in scope.alerts if len(scope.alerts) > 1 else ():
        same = first.setdefault((" ".join(alert.query.text.split()), alert.lasting), alert)
        if same is not alert:
            yield _finding(alert, same)


def _finding(alert: Alert, same: Alert) -> Diagnostic:
    return Diagnostic(
        "duplicate-alert",
        SEVERITY,
        f"`{same.name}` and `{alert.name}` fire together",
        alert.query.place,
        label=f"is the condition of `{same.name}`",
        help="keep one of them",
        related=(Related(same.query.place, "the same condition"),),
    )
