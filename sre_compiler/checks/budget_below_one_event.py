"""The error budget is smaller than one event at the traffic of the service.

The first error in the window misses the objective. It is 100 % by another name: there is nothing to spend, and nothing that an alert
could be in time for.

Bad:

    traffic: 20/d
    slos:
      - {name: availability, objective: 99.9%, window: 30d, sli: http-availability}

Good:

    traffic: 20/d
    slos:
      - {name: availability, objective: 99%, window: 30d, sli: http-availability}
"""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from sre_compiler import burnrate
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import counts_requests
from sre_compiler.program.objectives import Objective
from sre_compiler.program.services import Service
from sre_compiler.units import Percent, Rate

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    traffic = scope.service.traffic
    for objective in scope.objectives if traffic is not None else ():
        if (
            traffic is not None
            and counts_requests(objective.indicator)
            and not burnrate.tolerates_an_event(objective.objective, objective.window, traffic.per_second)
        ):
            yield _finding(scope.service, objective, traffic)


def _finding(service: Service, objective: Objective, traffic: Rate) -> Diagnostic:
    expected = floor(objective.window.in_seconds * traffic.per_second)
    return Diagnostic(
        "budget-below-one-event",
        SEVERITY,
        f"one error in {objective.window} misses {Percent(objective.objective)}",
        objective.objective_place,
        label=f"{traffic} are {expected} events in {objective.window}",
        help="lower the objective, lengthen the window, or measure with a probe, which has events of its own",
        related=(Related(service.place.at("spec", "traffic"), "the traffic of the service"),),
    )
