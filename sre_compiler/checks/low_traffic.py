"""One or two errors are enough to page somebody, because the service has little traffic.

A share of a few events is a coarse measure: at ten requests an hour one failure is an error ratio of 10 %. A healthy service has
such hours every month, and whoever is paged for them stops believing the alert.

Bad:

    traffic: 10/h
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability}

Good:

    traffic: 10/h
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability, alerting: {min_errors: 3}}
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from sre_compiler import burnrate
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import ClassicLatency, NativeLatency, Ratio
from sre_compiler.program.objectives import Objective, PolicyLeg
from sre_compiler.program.services import Service
from sre_compiler.units import Rate

SEVERITY = Severity.WARNING
ENOUGH = 3


def check(scope: Scope) -> Iterator[Diagnostic]:
    for objective in scope.objectives if scope.service.traffic else ():
        if isinstance(objective.indicator, Ratio | ClassicLatency | NativeLatency):
            yield from _findings(scope.service, objective, scope.paging)


def _findings(service: Service, objective: Objective, paging: frozenset[str]) -> Iterator[Diagnostic]:
    """The first leg that pages too soon; with `group_by` each group has less traffic still."""
    traffic = service.traffic
    for leg in objective.alerting_legs:
        if traffic is not None and leg.severity in paging:
            needed = burnrate.errors_needed(leg.leg, objective.objective, traffic.per_second)
            if max(needed, objective.min_errors) < ENOUGH:
                yield _finding(service, objective, leg, traffic)
                return


def _finding(service: Service, objective: Objective, leg: PolicyLeg, traffic: Rate) -> Diagnostic:
    needed = burnrate.errors_needed(leg.leg, objective.objective, traffic.per_second)
    errors = max(needed, objective.min_errors)
    alarms = burnrate.false_alarms_a_month(leg.leg, objective.objective, traffic.per_second, errors)
    seconds = burnrate.time_to_errors(ENOUGH, traffic.per_second, Fraction(1)) or Fraction(0)
    return Diagnostic(
        "low-traffic",
        SEVERITY,
        f"{'one error pages' if errors == 1 else 'two errors page'} somebody",
        objective.objective_place,
        label=f"at {traffic} the {leg.name} leg needs no more",
        help=f"ask for three with `alerting: {{min_errors: {ENOUGH}}}`; a total outage has them after {_minutes(seconds)}",
        related=(Related(service.place.at("spec", "traffic"), "the traffic of the service"),),
        note=f"A service that spends half its budget would page about {alarms:.2g} times a month.",
    )


def _minutes(seconds: Fraction) -> str:
    minutes = ceil(seconds / 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
