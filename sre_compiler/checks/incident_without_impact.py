"""A resolved incident does not say in words what happened, or who was affected.

Whoever reads it in a year, or decides today what is worth mending, begins with these two sentences.

Bad:

    times: {detected: "2026-03-14T09:20Z", resolved: "2026-03-14T11:05Z"}

Good:

    times: {detected: "2026-03-14T09:20Z", resolved: "2026-03-14T11:05Z"}
    summary: The certificate of the payment provider ended, and cards were refused.
    impact: 4,100 of 9,800 customers who wanted to pay by card could not, for 38 minutes.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._incidents import IncidentScope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.INFO


def check_incident(scope: IncidentScope) -> Iterator[Diagnostic]:
    one = scope.incident
    missing = [key for key, text in (("summary", one.summary), ("impact", one.impact)) if not text]
    if missing and scope.is_over:
        yield Diagnostic(
            "incident-without-impact",
            SEVERITY,
            f"the incident is resolved, and has no {' and no '.join(f'`{key}`' for key in missing)}",
            one.place.at("metadata", "name"),
            help="add what happened (`summary`) and who was affected, how and how much (`impact`)",
        )
