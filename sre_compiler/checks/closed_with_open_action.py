"""The review of an incident is closed, and an action is not done.

Nobody looks at a closed review again, so that what is left in it is forgotten.

Bad:

    actions:
      - {action: Alert 30 days before a certificate ends, kind: detect, owner: ana, due: "2026-04-01"}
    review: {status: closed, held: "2026-03-17"}

Good:

    actions:
      - {action: Alert 30 days before a certificate ends, kind: detect, owner: ana, due: "2026-04-01"}
    review: {status: reviewed, held: "2026-03-17"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._incidents import IncidentScope
from sre_compiler.diagnostics import Diagnostic, Related, Severity

SEVERITY = Severity.WARNING


def check_incident(scope: IncidentScope) -> Iterator[Diagnostic]:
    waiting = [index for index, one in enumerate(scope.incident.actions) if not one.done]
    if waiting and scope.incident.status == "closed":
        count = "an action is" if len(waiting) == 1 else f"{len(waiting)} actions are"
        yield Diagnostic(
            "closed-with-open-action",
            SEVERITY,
            f"the review is closed, and {count} not done",
            scope.at("review", "status"),
            label="`reviewed` until all are done",
            help='write `status: reviewed`, or `done: "…"` in the action',
            related=(Related(scope.at("actions", waiting[0]), "not done"),),
        )
