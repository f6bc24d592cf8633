"""A total outage spends the whole budget before the last step of the escalation is called.

Whoever could help when the first person does not answer is called when the objective is lost. Budgets of less than ten minutes
are not looked at: those are for machines to hold, whoever is called.

Bad:

    # objective: 99.95%, whose budget is 21m36s of outage in 30 days
    escalation:
      - {call: [{schedule: primary}], ack_within: 30m}
      - {call: [{team: shop}], ack_within: 15m}

Good:

    escalation:
      - {call: [{schedule: primary}], ack_within: 5m}
      - {call: [{team: shop}], ack_within: 15m}
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from sre_compiler import burnrate
from sre_compiler.checks._scope import Scope
from sre_compiler.checks._teams import answering
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.kinds import option
from sre_compiler.program.objectives import Objective
from sre_compiler.program.oncall import OnCallPolicy
from sre_compiler.program.program import Setting
from sre_compiler.units import Duration

SEVERITY = Severity.INFO
BUDGET = option.duration("budget", "10m", "The shortest budget in which people can act.", least="1m", most="1d")


def check(scope: Scope) -> Iterator[Diagnostic]:
    latest = max((after for after, _ in _called(scope.setting)), default=0)
    for_people = scope.setting.option(BUDGET).milliseconds
    for objective in scope.objectives:
        budget = burnrate.budget_milliseconds(objective.objective, objective.window)
        if for_people <= budget < latest:
            answer = _policies_for(scope, objective)
            for after, policy in _called(scope.setting):
                if policy.name in answer and budget < after:
                    yield _finding(objective, policy, after)


@lru_cache(maxsize=1)
def _called(setting: Setting) -> tuple[tuple[int, OnCallPolicy], ...]:
    """Each policy, and the milliseconds from the page to the call of its last step."""
    return tuple(
        (sum(step.ack_within.milliseconds for step in policy.escalation[:-1]), policy)
        for policy in setting.oncall_policies
    )


def _policies_for(scope: Scope, objective: Objective) -> set[str | None]:
    """The on-call policies of those who answer the objective's first page."""
    teams = {one.name: one for one in scope.setting.teams}
    pages = next((leg.severity for leg in objective.alerting_legs if leg.severity in scope.paging), None)
    return {one.oncall for one in answering(teams, teams[objective.team], pages)} if pages is not None else set()


def _finding(objective: Objective, policy: OnCallPolicy, after: int) -> Diagnostic:
    spent = Duration.seconds(int(burnrate.budget_time(objective.objective, objective.window)))
    called = Duration.seconds(after // 1_000)
    last = len(policy.escalation) - 1
    return Diagnostic(
        "escalation-too-slow",
        SEVERITY,
        f"a total outage spends the budget in {spent}, and the last step of `{policy.name}` is called after {called}",
        objective.objective_place,
        label=f"allows {spent} in {objective.window}",
        help="let the steps before it wait less, or lower the objective",
        related=(Related(policy.place.at("spec", "escalation", last), f"called after {called}"),),
    )
