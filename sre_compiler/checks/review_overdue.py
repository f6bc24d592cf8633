"""The review of an incident was not held within the time that its severity sets.

What people remember is gone within days, and the next incident does not wait. The time is counted from when the incident was
resolved, or else from when users were fine again; days are those of UTC. `lint` tells it from the day after the last one, by the
date of this machine or `--today`.

Bad:

    # severities: [{name: sev1, review_within: 3d, …}]
    severity: sev1
    times: {detected: "2026-03-14T09:20Z", resolved: "2026-03-14T11:05Z"}

Good:

    severity: sev1
    times: {detected: "2026-03-14T09:20Z", resolved: "2026-03-14T11:05Z"}
    review: {status: reviewed, held: "2026-03-17"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._incidents import IncidentScope, day
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.incidents import review_due

SEVERITY = Severity.WARNING


def check_incident(scope: IncidentScope) -> Iterator[Diagnostic]:
    due = review_due(scope.instants, scope.severity)
    if due is not None and not scope.incident.is_reviewed:
        yield Diagnostic(
            "review-overdue",
            SEVERITY,
            f"the review was due on {day(due)}",
            scope.at("review").key() if scope.incident.has_review else scope.incident.place.at("metadata", "name"),
            label="it was not held",
            help='hold it, and write `review: {status: reviewed, held: "…"}`',
            related=(Related(scope.severity.place.at("review_within"), f"the time of {scope.incident.severity}"),),
            after=day(due),
        )
