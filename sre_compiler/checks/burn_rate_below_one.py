"""A leg fires on a service that meets its objective.

A burn rate of 1 spends the budget exactly within the SLO's window. A leg whose factor is below 1 asks for attention while the
service is on course to finish inside its budget. It happens when a leg states a share of the budget that is right for 30
days, and the SLO's window is shorter.

Bad:

    # legs: [{budget: 10%, long: 3d, short: 6h, severity: sev4}]
    slos:
      - {name: availability, objective: 99.9%, window: 28d, sli: http-availability}

Good:

    # legs: [{factor: 1, long: 3d, short: 6h, severity: sev4}]
    slos:
      - {name: availability, objective: 99.9%, window: 28d, sli: http-availability}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import burnrate
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.objectives import Objective, PolicyLeg
from sre_compiler.units import fraction_text

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for objective in scope.objectives:
        for leg in objective.legs:
            if burnrate.is_below_one(leg.leg.factor) and not leg.left_out:
                yield _finding(objective, leg)


def _finding(objective: Objective, leg: PolicyLeg) -> Diagnostic:
    factor = fraction_text(leg.leg.factor, digits=4)
    smallest = fraction_text(100 * burnrate.smallest_share(objective.window, leg.leg.long), digits=4)
    return Diagnostic(
        "burn-rate-below-one",
        SEVERITY,
        f"the {leg.name} leg fires on a service that meets its objective",
        objective.window_place,
        label=f"over {objective.window} the {leg.name} leg has a factor of {factor}",
        help=f"use `budget: {smallest}%` or more on this leg, or leave it out with `alerting: {{legs: […]}}`",
        related=(Related(leg.place, f"{leg.share} in {leg.name}"),),
    )
