"""The short window of a leg is more than half of its long one.

The short window is there so that the alert ends soon after the outage. One that is nearly as long as the long window keeps the
alert firing on what is over, and nobody can tell whether the next outage has begun.

Bad:

    legs: [{budget: 2%, long: 1h, short: 45m, severity: sev1}]

Good:

    legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.burn_rate_policies import StatedLeg
from sre_compiler.program.program import Outline
from sre_compiler.units import Duration

SEVERITY = Severity.WARNING


def check_project(project: Outline) -> Iterator[Diagnostic]:
    for policy in project.burn_rate_policies:
        for leg in policy.legs:
            if 2 * leg.short.milliseconds > leg.long.milliseconds:
                yield _finding(leg)


def _finding(leg: StatedLeg) -> Diagnostic:
    return Diagnostic(
        "short-window-too-long",
        SEVERITY,
        f"the short window of the {leg.long} leg is more than half of it",
        leg.place.at("short"),
        label=f"keeps the alert firing for up to {leg.short} after an outage",
        help=f"use about a twelfth of `long`: {_twelfth(leg)}",
    )


def _twelfth(leg: StatedLeg) -> Duration:
    """In whole minutes, at least one."""
    return Duration.seconds(max(1, leg.long.milliseconds // (12 * 60_000)) * 60)
