"""An action of an incident was due, and is not done.

The weakness that the incident showed is still there. `lint` tells it from the day after, by the date of this machine or `--today`.

Bad:

    actions:
      - {action: Alert 30 days before a certificate ends, kind: detect, owner: ana, due: "2026-04-01"}

Good:

    actions:
      - {action: Alert 30 days before a certificate ends, kind: detect, owner: ana, due: "2026-04-01", done: "2026-03-30"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._incidents import IncidentScope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.WARNING


def check_incident(scope: IncidentScope) -> Iterator[Diagnostic]:
    for index, one in enumerate(scope.incident.actions):
        if one.due and not one.done:
            yield Diagnostic(
                "action-overdue",
                SEVERITY,
                f"this action was due on {one.due}",
                scope.at("actions", index, "due"),
                label="it is not done",
                help='do it and write `done: "…"`, or agree on another day',
                after=one.due,
            )
