"""An action of an incident belongs to nobody.

What everybody should do is done by nobody, and the incident happens again. The owner is a person or a team, and may change.

Bad:

    actions:
      - {action: Alert 30 days before a certificate ends, kind: detect, due: "2026-04-01"}

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
        if not (one.owner or one.team or one.done):
            yield Diagnostic(
                "action-without-owner",
                SEVERITY,
                "nobody owns this action",
                scope.at("actions", index, "action"),
                label="no `owner`",
                help="add `owner: <person>`, or `owner: {team: <team>}`",
            )
