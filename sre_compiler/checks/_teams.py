"""How the alerts of a team reach somebody, as several checks look at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sre_compiler.diagnostics import Place
from sre_compiler.program.program import Outline, Setting
from sre_compiler.program.severities import Severity
from sre_compiler.program.teams import Notification, Team

PAGERS = frozenset({"pagerduty", "opsgenie", "webhook"})
"""Systems that wake people. What a webhook does cannot be seen; it is taken to be meant for that."""


def emitted(project: Outline) -> Iterator[tuple[Team, Severity]]:
    """Each team and each severity with which the services that it owns emit alerts, once."""
    sent = {(service.team, severity) for service in project.services for severity in service.severities}
    for team in project.teams:
        for severity in project.severities:
            if (team.name, severity.name) in sent:
                yield team, severity


def is_routed(setting: Setting, team: Team) -> bool:
    """Whether the specs say how the team is told; without an Alertmanager and receivers, somebody else's routes do."""
    return setting.project.spec.alertmanager is not None or bool(team.receivers)


def answering(teams: Mapping[str, Team], team: Team, severity: str) -> tuple[Team, ...]:
    """The teams that are told of a severity of this team: those that cover it, and those that cover them, else itself."""
    found: dict[str, Team] = {}
    seen, asked = {team.name}, [team]
    while asked:
        one = asked.pop()
        covers = [cover.team for cover in one.covered_by if severity in cover.severities]
        if not covers:
            found[one.name] = one
        asked += (teams[name] for name in covers if name not in seen)
        seen.update(covers)
    return tuple(found.values())


def notifications(team: Team) -> Iterator[tuple[str, int, Notification, Place]]:
    """Every entry of `notify`: its severity, its position, and where the receiver is named."""
    for severity, ways in team.notify.items():
        for index, way in enumerate(ways):
            yield severity, index, way, team.place.at("spec", "notify", severity, index)


def hours_missed(whens: set[str]) -> str:
    """The hours in which none of these entries is told: "", `office`, `off_hours` or `always`."""
    if "always" in whens or {"office", "off_hours"} <= whens:
        return ""
    return "off_hours" if "office" in whens else "office" if "off_hours" in whens else "always"
