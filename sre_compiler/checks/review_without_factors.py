"""An incident was reviewed, and no contributing factor was found.

Whatever happened had conditions; without them there is nothing to change and nothing to count across incidents.

Bad:

    review: {status: reviewed, held: "2026-03-17"}

Good:

    contributing_factors:
      - {factor: certificate-not-watched, detail: Nothing looked at when it ends.}
      - {factor: slow-rollback, detail: The old certificate was not kept.}
    review: {status: reviewed, held: "2026-03-17"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._incidents import IncidentScope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.WARNING


def check_incident(scope: IncidentScope) -> Iterator[Diagnostic]:
    if scope.incident.is_reviewed and not scope.incident.factors:
        yield Diagnostic(
            "review-without-factors",
            SEVERITY,
            "the incident was reviewed, and nothing says what contributed to it",
            scope.at("review").key(),
            label="no `contributing_factors`",
            help="add what made it possible, and what made it last, as in `contributing_factors: [{factor: slow-rollback}]`",
        )
