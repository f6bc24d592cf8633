"""Nobody else is called when one person does not answer.

Every step of the escalation calls the same schedule or person, so that there is nobody left after the first call: one phone
without a signal is an outage that goes on.

Bad:

    escalation:
      - {call: [{schedule: primary}], ack_within: 5m}

Good:

    escalation:
      - {call: [{schedule: primary}], ack_within: 5m}
      - {call: [{team: shop}], ack_within: 15m}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.oncall import OnCallPolicy
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    members = {team.name: len(team.members) for team in project.teams}
    for policy in project.oncall_policies:
        called = {target for step in policy.escalation for target in step.call}
        if len(called) == 1 and members.get(next(iter(called))[1], 1) == 1:
            yield _finding(policy, next(iter(called))[1])


def _finding(policy: OnCallPolicy, name: str) -> Diagnostic:
    last = len(policy.escalation) - 1
    return Diagnostic(
        "escalation-dead-end",
        SEVERITY,
        f"`{policy.name}` calls one person and then nobody else",
        policy.place.at("spec", "escalation", last, "call", 0),
        label=f"`{name}` was called before" if last else "this is the only step",
        help="add a step that calls somebody else: another schedule, or the whole team",
    )
