"""Routes of others' alerts, which say themselves how bad they are and nothing of who owns them.

Each alert has a route of its own, so that the text of one, and with it the identity of its incidents, does not change when a mixin
gains another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sre_compiler.program.external_alerts import ExternalAlert, ExternalAlerts
from sre_compiler.routing.configuration import Matcher, Route

if TYPE_CHECKING:
    from sre_compiler.routing.plan import Plan

NOBODY = "nobody"
"""The receiver of others' alerts that are to tell nobody."""


def routes(plan: Plan) -> Iterator[Route]:
    """A route at the top for each alert that does not name a team itself."""
    known: dict[str, list[tuple[ExternalAlerts, ExternalAlert]]] = {}
    for one in plan.setting.external_alerts:
        for alert in one.alerts:
            if not alert.team:
                known.setdefault(alert.name, []).append((one, alert))
    for name, alerts in sorted(known.items()):
        below = (route for one, alert in alerts for route in _owned(plan, one, alert))
        matchers = (Matcher("alertname", "=", name), Matcher(plan.setting.labels.team, "=", ""))
        node = plan.node(plan.teams[alerts[0][0].team], matchers)
        yield replace(node, routes=tuple(dict.fromkeys(below)))


def _owned(plan: Plan, one: ExternalAlerts, alert: ExternalAlert) -> Iterator[Route]:
    """Where an alert goes whose labels fit an owner, and where it goes else."""
    severity = next((each for each in plan.setting.severities if each.name == alert.means), None)
    value = Matcher(plan.setting.labels.severity, "=", alert.severity)
    if severity is None:
        yield Route(NOBODY, (value,))
        return
    for match, team in (*((owner.match, owner.team) for owner in one.owners), ((), one.team)):
        fits = tuple(Matcher(name, "=~", pattern) for name, pattern in match)
        yield from plan.told_of(plan.teams[team], severity, (value, *fits))
