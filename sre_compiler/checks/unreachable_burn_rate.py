"""An alert can never fire, because not even a total outage burns that fast.

A leg fires above an error ratio of `factor * (1 - objective)`. An error ratio cannot exceed 1, so with a factor of 14.4 every
objective of 93.05 % or less makes the page silent for ever, while it looks as if the service were watched.

Bad:

    # legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}]
    slos:
      - {name: availability, objective: 90%, window: 30d, sli: http-availability}

Good:

    # legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}, {factor: 1, long: 3d, short: 6h, severity: sev4}]
    slos:
      - {name: availability, objective: 90%, window: 30d, sli: http-availability, alerting: {legs: [3d]}}
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from sre_compiler import burnrate
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.objectives import Objective, PolicyLeg
from sre_compiler.units import decimal_text, fraction_text

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for objective in scope.objectives:
        for leg in objective.alerting_legs:
            if not burnrate.reachable(objective.objective, leg.leg.factor):
                yield _finding(objective, leg)


def _finding(objective: Objective, leg: PolicyLeg) -> Diagnostic:
    factor = fraction_text(leg.leg.factor, digits=4)
    budget = fraction_text(100 * Fraction(objective.budget), digits=4)
    needed = fraction_text(100 * burnrate.threshold(objective.objective, leg.leg.factor), digits=4)
    highest = burnrate.highest_factor(objective.objective)
    limit = fraction_text(highest, digits=4) if highest else "0"
    return Diagnostic(
        "unreachable-burn-rate",
        SEVERITY,
        f"the {leg.name} leg can never fire",
        objective.objective_place,
        label=f"{budget} % error budget, so the burn rate cannot exceed {limit}",
        help=f"raise `objective` to {_enough(leg)} or more, or leave this leg out with `alerting: {{legs: […]}}`",
        related=(Related(leg.place, f"factor {factor} needs a {needed} % error ratio"),),
    )


def _enough(leg: PolicyLeg) -> str:
    """The smallest objective with two decimals that the leg can serve."""
    lowest = 100 * burnrate.lowest_reachable_objective(leg.leg.factor)
    hundredths = Decimal(lowest.numerator * 100) / Decimal(lowest.denominator)
    up = hundredths.to_integral_value(rounding=ROUND_CEILING)
    above = up if up > hundredths else up + 1
    return f"{decimal_text(above.scaleb(-2))}%"
