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
from sre_compiler.checks._words import counted
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Related, Severity
from sre_compiler.kinds import option
from sre_compiler.program.indicators import counts_requests
from sre_compiler.program.objectives import Objective, PolicyLeg
from sre_compiler.program.services import Service
from sre_compiler.units import Rate

SEVERITY = Severity.WARNING
ERRORS = option.count("errors", 3, "How many errors are enough to page somebody.", least=2, most=1_000)
"""So many are hardly ever a coincidence where one or two are."""


def check(scope: Scope) -> Iterator[Diagnostic]:
    """Each SLO's first leg that pages too soon; with `group_by` each group has less traffic still."""
    traffic, enough = scope.service.traffic, scope.setting.option(ERRORS)
    for objective in scope.objectives if traffic is not None else ():
        if traffic is not None and counts_requests(objective.indicator) and objective.min_errors < enough:
            paging = (leg for leg in objective.alerting_legs if leg.severity in scope.paging)
            early = next((leg for leg in paging if _errors(objective, leg, traffic) < enough), None)
            if early is not None and _has_a_budget(objective, traffic):
                yield _finding(scope.service, objective, early, traffic, enough)


def _has_a_budget(objective: Objective, traffic: Rate) -> bool:
    """Whether it may lose an event: else `budget-below-one-event` is what is wrong."""
    return burnrate.tolerates_an_event(objective.objective, objective.window, traffic.per_second)


def _errors(objective: Objective, leg: PolicyLeg, traffic: Rate) -> int:
    return max(burnrate.errors_needed(leg.leg, objective.objective, traffic.per_second), objective.min_errors)


def _finding(service: Service, objective: Objective, leg: PolicyLeg, traffic: Rate, enough: int) -> Diagnostic:
    errors = _errors(objective, leg, traffic)
    help_, fix = _remedy(objective, leg, traffic, enough)
    return Diagnostic(
        "low-traffic",
        SEVERITY,
        f"{counted(errors)} error{'s page' if errors > 1 else ' pages'} somebody",
        objective.objective_place,
        label=f"at {traffic} the {leg.name} leg needs no more",
        help=help_,
        related=(Related(service.place.at("spec", "traffic"), "the traffic of the service"),),
        note=f"A service that spends half its budget would page {_a_month(objective, leg, traffic, errors)}.",
        fix=fix,
    )


def _remedy(objective: Objective, leg: PolicyLeg, traffic: Rate, enough: int) -> tuple[str, Fix | None]:
    """The cheapest one: enough errors where there are so many events in the long window, else the legs that have them."""
    seconds = burnrate.time_to_errors(enough, traffic.per_second, Fraction(1)) or Fraction(0)
    if seconds <= leg.leg.long.in_seconds:
        fewer = _a_month(objective, leg, traffic, enough)
        asked = f"ask for {counted(enough)} with `alerting: {{min_errors: {enough}}}`"
        ask = Edit(objective.min_errors_place, str(enough), "write" if objective.min_errors > 1 else "add")
        fix = Fix(f"ask for {counted(enough)} errors", (ask,), safe=False, changes=True)
        return f"{asked}: {fewer}, and a total outage has them after {_minutes(seconds)}", fix
    able = [other.name for other in objective.alerting_legs if seconds <= other.leg.long.in_seconds]
    if able:
        kept = ", ".join(able)
        return f"keep the legs that see {counted(enough)}: `alerting: {{legs: [{kept}], min_errors: {enough}}}`", None
    return "measure with a probe, which has events of its own", None


def _a_month(objective: Objective, leg: PolicyLeg, traffic: Rate, errors: int) -> str:
    alarms = burnrate.false_alarms_a_month(leg.leg, objective.objective, traffic.per_second, errors)
    return f"about {alarms:.2g} times a month" if alarms >= 0.01 else "hardly ever"


def _minutes(seconds: Fraction) -> str:
    minutes = ceil(seconds / 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
