"""An incident does not say who filled a role that its severity asks for.

Without a commander nobody decides, and without a scribe the timeline is made up afterwards. That nobody did it is worth knowing in
the review; where somebody did, the review needs to know whom to ask.

Bad:

    # severities: [{name: sev1, incident: {roles: [commander, scribe]}, …}]
    severity: sev1
    roles: {commander: [ana]}

Good:

    severity: sev1
    roles: {commander: [ana], scribe: [bo]}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import typos
from sre_compiler.checks._incidents import IncidentScope
from sre_compiler.diagnostics import Diagnostic, Related, Severity

SEVERITY = Severity.WARNING


def check_incident(scope: IncidentScope) -> Iterator[Diagnostic]:
    roles, wanted = scope.incident.roles, scope.severity.incident_roles
    missing = [role for role in wanted if not roles.get(role)]
    if missing:
        yield _finding(scope, missing)


def _finding(scope: IncidentScope, missing: list[str]) -> Diagnostic:
    roles = scope.incident.roles
    others = [role for role in roles if role not in scope.severity.incident_roles]
    slips = [(one, meant) for one in others if (meant := typos.meant(one, missing))]
    names = ", ".join(f"`{role}`" for role in missing)
    return Diagnostic(
        "incident-role-not-filled",
        SEVERITY,
        f"nobody was {names}",
        scope.at("roles").key() if roles else scope.at("severity"),
        label=f"{scope.incident.severity} asks for {'it' if len(missing) == 1 else 'them'}",
        help=f"call `{slips[0][0]}` `{slips[0][1]}`"
        if slips
        else f"add who did it, as in `roles: {{{missing[0]}: [ana]}}`; if nobody did, allow this with a comment that says so",
        related=(Related(scope.severity.place.at("incident", "roles"), "the roles of this severity"),),
    )
