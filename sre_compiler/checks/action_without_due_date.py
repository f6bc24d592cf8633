"""An action of an incident has no day on which it is due.

It competes with all other work, and without a day it loses. A day that turns out to be wrong can be moved; one that is not there
cannot be missed.

Bad:

    actions:
      - {action: Alert 30 days before a certificate ends, kind: detect, owner: ana}

Good:

    actions:
      - {action: Alert 30 days before a certificate ends, kind: detect, owner: ana, due: "2026-04-01"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._incidents import IncidentScope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.WARNING


def check_incident(scope: IncidentScope) -> Iterator[Diagnostic]:
    for index, one in enumerate(scope.incident.actions):
        if not (one.due or one.done):
            yield Diagnostic(
                "action-without-due-date",
                SEVERITY,
                "this action is due on no day",
                scope.at("actions", index, "action"),
                label="no `due`",
                help='add a day, as in `due: "2026-04-01"`',
            )
