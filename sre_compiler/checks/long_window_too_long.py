"""The long window of a leg is more than a third of the SLO's window.

When such a leg fires, most of what it looks at cannot be changed any more, and it goes on looking at an outage for days after the
budget has forgotten a third of it.

Bad:

    # legs: [{factor: 1, long: 3d, short: 6h, severity: sev4}]
    slos:
      - {name: availability, objective: 99.9%, window: 7d, sli: http-availability}

Good:

    # legs: [{factor: 1, long: 3d, short: 6h, severity: sev4}]
    slos:
      - {name: availability, objective: 99.9%, window: 28d, sli: http-availability}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.checks._words import counted
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.kinds import option
from sre_compiler.program.objectives import Objective, PolicyLeg

SEVERITY = Severity.WARNING
TIMES = option.count(
    "times", 3, "How many times as long as a leg's long window the window of the SLO has to be.", least=2, most=100
)
_PARTS = {2: "half", 3: "a third", 4: "a quarter"}


def check(scope: Scope) -> Iterator[Diagnostic]:
    times = scope.setting.option(TIMES)
    for objective in scope.by_legs:
        for leg in objective.alerting_legs:
            if times * leg.leg.long.milliseconds > objective.window.milliseconds and leg.leg.factor >= 1:
                yield _finding(objective, leg, times)


def _finding(objective: Objective, leg: PolicyLeg, times: int) -> Diagnostic:
    return Diagnostic(
        "long-window-too-long",
        SEVERITY,
        f"the {leg.name} leg looks at more than {_PARTS.get(times, f'1/{times}')} of {objective.window}",
        objective.window_place,
        label=f"is less than {counted(times)} times {leg.name}",
        help="use a longer window, or leave the leg out with `alerting: {legs: […]}`",
        related=(Related(leg.place.at("long"), "the long window of the leg"),),
    )
