"""A leg never fires before a faster one.

It looks at longer windows and asks for at least the same burn rate: whenever it could fire, the faster leg has fired already.
It costs rules and tells nothing.

Bad:

    legs:
      - {factor: 6, long: 1h, short: 5m, severity: sev1}
      - {factor: 6, long: 6h, short: 30m, severity: sev2}

Good:

    legs:
      - {factor: 14.4, long: 1h, short: 5m, severity: sev1}
      - {factor: 6, long: 6h, short: 30m, severity: sev2}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import burnrate
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.units import fraction_text

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for objective in scope.by_legs:
        legs = objective.alerting_legs
        for index, slow in enumerate(legs):
            covering = next((fast for fast in legs[:index] if _covers(fast, slow, scope.ranks)), None)
            if covering is not None:
                yield _finding(covering, slow)


def _covers(fast: PolicyLeg, slow: PolicyLeg, ranks: dict[str | None, int]) -> bool:
    one, other = fast.leg, slow.leg
    is_as_severe = ranks[fast.severity] <= ranks[slow.severity]
    return is_as_severe and one.short <= other.short and burnrate.is_at_most(one.factor, other.factor)


def _finding(fast: PolicyLeg, slow: PolicyLeg) -> Diagnostic:
    rates = [fraction_text(one.leg.factor, digits=4) for one in (slow, fast)]
    return Diagnostic(
        "redundant-leg",
        SEVERITY,
        f"the {slow.name} leg never fires before the {fast.name} leg",
        slow.place,
        label=f"needs a burn rate of {rates[0]} for longer, the faster one of {rates[1]}",
        help="give the slower leg a lower burn rate, or remove it",
        related=(Related(fast.place, "fires first"),),
    )
