"""How the alerts of a team reach somebody, as several checks look at it."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Place
from sre_compiler.program.program import Outline, Setting
from sre_compiler.program.severities import Severity
from sre_compiler.program.teams import PAGERS, Notification, Team, answering

__all__ = ["PAGERS", "answering", "emitted", "hours_missed", "is_routed", "notifications"]


def emitted(project: Outline) -> Iterator[tuple[Team, Severity]]:
    """Each team and each severity with which services or alerts of others that it owns tell of something, once."""
    sent = {(service.team, severity) for service in project.services for severity in service.severities}
    external = ((team, alert.means) for one in project.external_alerts for alert in one.alerts for team in one.teams)
    sent |= {(team, severity) for team, severity in external if severity is not None}
    for team in project.teams:
        for severity in project.severities:
            if (team.name, severity.name) in sent:
                yield team, severity


def is_routed(setting: Setting, team: Team) -> bool:
    """Whether the specs say how the team is told; without an Alertmanager and receivers, somebody else's routes do."""
    return setting.project.spec.alertmanager is not None or bool(team.receivers)


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
