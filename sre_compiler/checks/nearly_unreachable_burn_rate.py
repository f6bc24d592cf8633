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
from fractions import Fraction

from sre_compiler import burnrate
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.kinds import option
from sre_compiler.program.objectives import Objective, PolicyLeg
from sre_compiler.units import fraction_text

SEVERITY = Severity.WARNING
ERRORS = option.share("errors", "50%", "The share of errors above which a leg fires too late.", least="50%", most="99%")


def check(scope: Scope) -> Iterator[Diagnostic]:
    most = Fraction(scope.setting.option(ERRORS).ratio)
    for objective in scope.objectives:
        stated = objective.objective
        for leg in objective.alerting_legs:
            if burnrate.is_above(most, stated, leg.leg.factor) and burnrate.reachable(stated, leg.leg.factor):
                yield _finding(objective, leg)


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
