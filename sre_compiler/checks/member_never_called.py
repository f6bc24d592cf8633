"""A member of a team is called by no step of its on-call policy.

The person is in no roster, and no step calls the whole team. Somebody who has joined is often forgotten, and the others have more
turns than they need.

Bad:

    # kind: Team
    members: [ana, bo, cy]
    # kind: OnCallPolicy, with steps that call schedules only
    rosters: [{people: [ana, bo]}]

Good:

    rosters: [{people: [ana, bo, cy]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rotas import people
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.oncall import OnCallPolicy
from sre_compiler.program.program import Setting
from sre_compiler.program.teams import Team

SEVERITY = Severity.INFO


def check_project(project: Setting) -> Iterator[Diagnostic]:
    policies = {policy.name: policy for policy in project.oncall_policies}
    for team in project.teams:
        policy = policies.get(team.oncall or "")
        if policy is not None and ("team", team.name) not in {one for step in policy.escalation for one in step.call}:
            called = people(policy)
            yield from (_finding(team, policy, index) for index, one in enumerate(team.members) if one not in called)


def _finding(team: Team, policy: OnCallPolicy, index: int) -> Diagnostic:
    return Diagnostic(
        "member-never-called",
        SEVERITY,
        f"{team.members[index]} is in the team `{team.name}`, and is never called",
        team.place.at("spec", "members", index),
        label="in no roster, and no step calls the team",
        help="add the person to a roster, or a last step that calls the team",
        related=(Related(policy.place.at("spec", "escalation"), "nobody else is called"),),
    )
