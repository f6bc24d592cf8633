"""`min_errors` asks for more errors than there are events in the long window of a leg.

Even if everything fails, the leg does not fire.

Bad:

    # legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}]
    traffic: 10/h
    slos:
      - {name: availability, objective: 99%, sli: http-availability, alerting: {min_errors: 20}}

Good:

    # legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}]
    traffic: 10/h
    slos:
      - {name: availability, objective: 99%, sli: http-availability, alerting: {min_errors: 3}}
"""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from sre_compiler import burnrate
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import counts_requests
from sre_compiler.program.objectives import Objective, PolicyLeg
from sre_compiler.program.services import Service
from sre_compiler.units import Rate

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    traffic = scope.service.traffic
    for objective in scope.objectives if traffic is not None else ():
        if traffic is not None and objective.min_errors > 1 and counts_requests(objective.indicator):
            for leg in objective.alerting_legs:
                if not burnrate.expects(objective.min_errors, traffic.per_second, leg.leg.long):
                    yield _finding(scope.service, objective, leg, traffic)


def _finding(service: Service, objective: Objective, leg: PolicyLeg, traffic: Rate) -> Diagnostic:
    events = floor(traffic.per_second * leg.leg.long.in_seconds)
    return Diagnostic(
        "min-errors-beyond-traffic",
        SEVERITY,
        f"the {leg.name} leg does not fire in a total outage",
        objective.min_errors_place,
        label=f"at {traffic} there are {events} events in {leg.name}",
        help="ask for fewer errors, or leave this leg out with `alerting: {legs: […]}`",
        related=(Related(service.place.at("spec", "traffic"), "the traffic of the service"),),
    )
