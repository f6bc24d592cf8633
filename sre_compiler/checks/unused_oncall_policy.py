"""Nobody is called by an on-call policy.

No team names it as its `oncall`, so that no page ever reaches it, however well it is planned.

Bad:

    # metadata: {name: shop} of kind OnCallPolicy, and a team without `oncall`
    members: [ana, bo]

Good:

    members: [ana, bo]
    oncall: shop
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Setting
from sre_compiler.program.teams import users

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for policy in project.oncall_policies:
        if not users(project.teams, policy.name):
            yield Diagnostic(
                "unused-oncall-policy",
                SEVERITY,
                f"no team is on call by `{policy.name}`",
                policy.place.at("metadata", "name"),
                label="no team names it",
                help=f"add `oncall: {policy.name}` to a team, or remove the policy",
            )
