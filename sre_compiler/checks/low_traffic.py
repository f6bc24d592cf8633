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
from sre_compiler.burnrate import ENOUGH_ERRORS
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Related, Severity
from sre_compiler.program.indicators import counts_requests
from sre_compiler.program.objectives import Objective, PolicyLeg
from sre_compiler.program.services import Service
from sre_compiler.units import Rate

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    """Each SLO's first leg that pages too soon; with `group_by` each group has less traffic still."""
    traffic = scope.service.traffic
    for objective in scope.objectives if traffic is not None else ():
        if traffic is not None and counts_requests(objective.indicator) and objective.min_errors < ENOUGH_ERRORS:
            paging = (leg for leg in objective.alerting_legs if leg.severity in scope.paging)
            early = next((leg for leg in paging if _errors(objective, leg, traffic) < ENOUGH_ERRORS), None)
            if early is not None and _has_a_budget(objective, traffic):
                yield _finding(scope.service, objective, early, traffic)


def _has_a_budget(objective: Objective, traffic: Rate) -> bool:
    """Whether it may lose an event: else `budget-below-one-event` is what is wrong."""
    return burnrate.budget_events(objective.objective, objective.window, traffic.per_second) >= 1


def _errors(objective: Objective, leg: PolicyLeg, traffic: Rate) -> int:
    return max(burnrate.errors_needed(leg.leg, objective.objective, traffic.per_second), objective.min_errors)


def _finding(service: Service, objective: Objective, leg: PolicyLeg, traffic: Rate) -> Diagnostic:
    errors = _errors(objective, leg, traffic)
    help_, fix = _remedy(objective, leg, traffic)
    return Diagnostic(
        "low-traffic",
        SEVERITY,
        f"{'one error pages' if errors == 1 else 'two errors page'} somebody",
        objective.objective_place,
        label=f"at {traffic} the {leg.name} leg needs no more",
        help=help_,
        related=(Related(service.place.at("spec", "traffic"), "the traffic of the service"),),
        note=f"A service that spends half its budget would page {_a_month(objective, leg, traffic, errors)}.",
        fix=fix,
    )


def _remedy(objective: Objective, leg: PolicyLeg, traffic: Rate) -> tuple[str, Fix | None]:
    """The cheapest one: three errors where there are so many events in the long window, else the legs that have them."""
    seconds = burnrate.time_to_errors(ENOUGH_ERRORS, traffic.per_second, Fraction(1)) or Fraction(0)
    if seconds <= leg.leg.long.in_seconds:
        fewer = _a_month(objective, leg, traffic, ENOUGH_ERRORS)
        asked = f"ask for three with `alerting: {{min_errors: {ENOUGH_ERRORS}}}`"
        ask = Edit(objective.min_errors_place, str(ENOUGH_ERRORS), "write" if objective.min_errors > 1 else "add")
        fix = Fix("ask for three errors", (ask,), safe=False, changes=True)
        return f"{asked}: {fewer}, and a total outage has them after {_minutes(seconds)}", fix
    able = [other.name for other in objective.alerting_legs if seconds <= other.leg.long.in_seconds]
    if able:
        kept = ", ".join(able)
        return f"keep the legs that see three: `alerting: {{legs: [{kept}], min_errors: {ENOUGH_ERRORS}}}`", None
    return "measure with a probe, which has events of its own", None


def _a_month(objective: Objective, leg: PolicyLeg, traffic: Rate, errors: int) -> str:
    alarms = burnrate.false_alarms_a_month(leg.leg, objective.objective, traffic.per_second, errors)
    return f"about {alarms:.2g} times a month" if alarms >= 0.01 else "hardly ever"


def _minutes(seconds: Fraction) -> str:
    minutes = ceil(seconds / 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
