"""A leg fires only if more than half of all events are bad.

The threshold of a leg is its factor times the error budget. Above one half the alert stays silent through most outages: one of
two replicas that fails with everything is not enough.

Bad:

    # legs: [{factor: 14.4, long: 1h, short: 5m, severity: sev1}]
    slos:
      - {name: availability, objective: 96%, sli: http-availability}

Good:

    # legs: [{factor: 14.4, long: 1h, short: 5m, severity: sev1}]
    slos:
      - {name: availability, objective: 99%, sli: http-availability}
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from sre_compiler import burnrate
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.objectives import Objective, PolicyLeg
from sre_compiler.units import fraction_text

SEVERITY = Severity.WARNING
_HALF = Fraction(1, 2)


def check(scope: Scope) -> Iterator[Diagnostic]:
    fine: set[tuple[int, Decimal]] = set()  # many SLOs have the same objective and the very same legs
    for objective in scope.objectives:
        key = (id(objective.legs), objective.objective)
        if key in fine:
            continue
        found = [
            leg
            for leg in objective.alerting_legs
            if _HALF < burnrate.threshold(objective.objective, leg.leg.factor) < 1
        ]
        if not found:
            fine.add(key)
        yield from (_finding(objective, leg) for leg in found)


def _finding(objective: Objective, leg: PolicyLeg) -> Diagnostic:
    theta = fraction_text(100 * burnrate.threshold(objective.objective, leg.leg.factor), digits=3)
    return Diagnostic(
        "nearly-unreachable-burn-rate",
        SEVERITY,
        f"the {leg.name} leg stays silent through most outages",
        objective.objective_place,
        label=f"it fires above {theta} % errors",
        help="raise `objective`, or leave this leg out with `alerting: {legs: […]}`",
        related=(Related(leg.place, f"{leg.share} in {leg.name}"),),
    )
