"""A page goes to a team in which nobody is on call.

The alert has a severity that pages, and its team has no on-call policy, no pager, and no other team that covers it. The page goes to a
mailbox or a channel, where nobody looks at night.

Bad:

    # Team supply: receivers: [{name: mail, email: {to: supply@acme.example}}]
    spec:
      team: supply
      slos:
        - {name: availability, objective: 99.9%, sli: http-availability}

Good:

    # Team supply: covered_by: [{team: platform, severities: [sev1, sev2]}]
    spec:
      team: supply
      slos:
        - {name: availability, objective: 99.9%, sli: http-availability}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.program import Program
from sre_compiler.program.services import Deployment, Service
from sre_compiler.program.teams import Team

SEVERITY = Severity.WARNING
_PAGERS = frozenset({"pagerduty", "opsgenie", "webhook"})


def check(program: Program) -> Iterator[Diagnostic]:
    teams = {team.name: team for team in program.teams}
    paging = [severity.name for severity in program.severities if severity.response == "page"]
    for service in program.services:
        sent = {one for deployment in service.deployments.values() for one in _severities(deployment)}
        alone = [one for one in paging if one in sent and not _is_answered(teams, service.team, one, frozenset())]
        if alone:
            yield _finding(service, teams[service.team], alone[0])


def _severities(deployment: Deployment) -> Iterator[str | None]:
    for objective in deployment.objectives:
        yield from (leg.severity for leg in objective.alerting_legs)
        if objective.no_data.then == "alert":
            yield objective.no_data.severity
    yield from (alert.severity for alert in deployment.alerts)


def _is_answered(teams: dict[str, Team], name: str, severity: str, asked: frozenset[str]) -> bool:
    """Whether the team, or one that covers it for this severity, has somebody on call or a pager."""
    team = teams[name]
    ways = {way.receiver for way in team.notify.get(severity, ())}
    if team.oncall is not None or any(one.name in ways and one.kind in _PAGERS for one in team.receivers):
        return True
    covers = [cover.team for cover in team.covered_by if severity in cover.severities]
    return any(_is_answered(teams, one, severity, asked | {name}) for one in covers if one not in asked | {name})


def _finding(service: Service, team: Team, severity: str) -> Diagnostic:
    return Diagnostic(
        "page-without-person",
        SEVERITY,
        f"nobody in the team `{team.name}` is on call for the pages of `{service.name}`",
        service.place.at("spec", "team"),
        label=f"its alerts of {severity} page",
        help="give the team an on-call policy with `oncall`, or another team that answers with `covered_by`",
        related=(Related(team.place.at("metadata", "name"), "has neither"),),
    )
