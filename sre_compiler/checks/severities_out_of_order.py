"""A slow leg is more severe than a fast one.

The faster the budget burns, the less time there is. Whoever is woken for the slow leg has days, and a ticket that nobody reads
before Monday is all that the fast one leaves.

Bad:

    legs:
      - {budget: 2%, long: 1h, short: 5m, severity: sev3}
      - {factor: 1, long: 3d, short: 6h, severity: sev1}

Good:

    legs:
      - {budget: 2%, long: 1h, short: 5m, severity: sev1}
      - {factor: 1, long: 3d, short: 6h, severity: sev3}
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.objectives import PolicyLeg

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for objective in scope.by_legs:
        for fast, slow in pairwise(objective.alerting_legs):
            if scope.ranks[slow.severity] < scope.ranks[fast.severity]:
                yield _finding(fast, slow)


def _finding(fast: PolicyLeg, slow: PolicyLeg) -> Diagnostic:
    return Diagnostic(
        "severities-out-of-order",
        SEVERITY,
        f"the {slow.name} leg is more severe than the {fast.name} leg",
        slow.place.at("severity"),
        label=f"is emitted as {slow.severity}, the faster one as {fast.severity}",
        help="swap the severities, or the maps that lead to them",
        related=(Related(fast.place.at("severity"), "leaves less time"),),
    )
