"""The error budget is shorter than a minute of outage.

What happened is recorded once a minute, and nobody reacts within one: the first bad minute spends the whole budget, and from then on
the objective is missed whatever is done.

Bad:

    slos:
      - {name: availability, objective: 99.999%, window: 30d, sli: http-availability}

Good:

    slos:
      - {name: availability, objective: 99.95%, window: 30d, sli: http-availability}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import burnrate
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.objectives import Objective
from sre_compiler.units import fraction_text

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for objective in scope.objectives:
        if burnrate.budget_milliseconds(objective.objective, objective.window) < burnrate.MINUTE:
            yield _finding(objective)


def _finding(objective: Objective) -> Diagnostic:
    seconds = fraction_text(burnrate.budget_time(objective.objective, objective.window), digits=3)
    return Diagnostic(
        "budget-of-seconds",
        SEVERITY,
        "one bad minute spends more than the whole error budget",
        objective.objective_place,
        label=f"allows {seconds} s of outage in {objective.window}",
        help="lower `objective`, or use a longer `window`",
    )
