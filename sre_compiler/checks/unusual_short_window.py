"""The short window of a leg is far from a twelfth of its long one.

A twelfth is what the SRE Workbook found to end alerts soon without flapping. Half as much or twice as much is a matter of taste;
more than that is usually a slip of the unit.

Bad:

    legs: [{budget: 2%, long: 1h, short: 1m, severity: sev1}]

Good:

    legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.burn_rate_policies import StatedLeg
from sre_compiler.program.program import Outline

SEVERITY = Severity.INFO

_LEAST, _MOST = 4, 30


def check_project(project: Outline) -> Iterator[Diagnostic]:
    for policy in project.burn_rate_policies:
        for leg in policy.legs:
            times = leg.long.milliseconds / leg.short.milliseconds
            if 2 <= times < _LEAST or times > _MOST:
                yield _finding(leg)


def _finding(leg: StatedLeg) -> Diagnostic:
    return Diagnostic(
        "unusual-short-window",
        SEVERITY,
        f"the short window of the {leg.long} leg is {leg.short}",
        leg.place.at("short"),
        label=f"{leg.long} is {leg.long.milliseconds / leg.short.milliseconds:.3g} times as long; 12 times is usual",
        help="use about a twelfth of `long`",
    )
