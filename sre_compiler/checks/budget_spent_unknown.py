"""A resolved incident names an SLO, and not how much of its error budget was spent.

The share of the budget is the only number of an incident that is tied to its users, and the only one by which incidents of
different length and size compare.

Bad:

    slos: [checkout/availability]
    times: {detected: "2026-03-14T09:20Z", resolved: "2026-03-14T11:05Z"}

Good:

    slos: [{slo: checkout/availability, budget_spent: 34%}]
    times: {detected: "2026-03-14T09:20Z", resolved: "2026-03-14T11:05Z"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._incidents import IncidentScope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.INFO


def check_incident(scope: IncidentScope) -> Iterator[Diagnostic]:
    for index, one in enumerate(scope.incident.slos if scope.is_over else ()):
        if one.spent is None:
            yield Diagnostic(
                "budget-spent-unknown",
                SEVERITY,
                f"nothing says how much of the budget of {one.slo_id} was spent",
                scope.at("slos", index),
                help=f"write `{{slo: {one.slo_id}, budget_spent: …%}}`: the fall of"
                " `slo:error_budget_remaining:ratio` from before the incident to after it",
            )
