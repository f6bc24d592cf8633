"""The first step of an escalation may take longer than a severity allows for an answer.

A severity promises that somebody has answered within its `ack_within`. While the first step waits longer than that, the next
person is not even called when the promise is broken.

Bad:

    # {name: sev1, rank: 1, response: page, coverage: always, ack_within: 5m}
    escalation:
      - {call: [{schedule: primary}], ack_within: 15m}
      - {call: [{team: shop}], ack_within: 15m}

Good:

    escalation:
      - {call: [{schedule: primary}], ack_within: 5m}
      - {call: [{team: shop}], ack_within: 15m}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Related, Severity
from sre_compiler.program.oncall import OnCallPolicy
from sre_compiler.program.program import Setting
from sre_compiler.program.severities import Severity as Step
from sre_compiler.program.teams import users

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for policy in project.oncall_policies:
        told = {severity for team in users(project.teams, policy.name) for severity in team.notify}
        for severity in project.severities:
            promised = severity.ack_within if severity.response == "page" and severity.name in told else None
            if promised is not None and policy.escalation[0].ack_within > promised:
                yield _finding(policy, severity)
                break


def _finding(policy: OnCallPolicy, severity: Step) -> Diagnostic:
    where = policy.place.at("spec", "escalation", 0, "ack_within")
    wanted = str(severity.ack_within)
    return Diagnostic(
        "acknowledgement-too-late",
        SEVERITY,
        f"{severity.name} is to be answered within {severity.ack_within}, and the first step of `{policy.name}` may take longer",
        where,
        label="the next person is called after this",
        help=f"write `ack_within: {severity.ack_within}` or less",
        fix=Fix(f"write `{wanted}`", (Edit(where, wanted, "say"),), safe=False, changes=True),
        related=(Related(severity.place.at("ack_within"), "what is promised"),),
    )
