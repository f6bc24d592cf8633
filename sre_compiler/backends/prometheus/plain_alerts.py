"""Alerts that a service states in its own PromQL."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.backends.prometheus.rule import Rule, group
from sre_compiler.backends.prometheus.wording import links
from sre_compiler.program.alerts import Alert
from sre_compiler.program.labels import Labels
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Deployment, Service


def groups(service: Service, server: Server, deployment: Deployment, names: Labels) -> Iterator[dict[str, object]]:
    """One group with all plain alerts of the service, at the server's own interval."""
    yield group(f"{service.name}:alerts", [rule(service, server, alert, names) for alert in deployment.alerts])


def rule(service: Service, server: Server, alert: Alert, names: Labels) -> Rule:
    timing = {"for": alert.lasting, "keep_firing_for": alert.keep_firing_for}
    return {
        "alert": alert.name,
        "expr": condition(server, alert),
        **{word: str(duration) for word, duration in timing.items() if duration is not None},
        "labels": {
            names.severity: alert.severity,
            names.team: service.team,
            names.service: service.name,
            **dict(alert.labels),
            **dict(server.identity),
        },
        "annotations": {**dict(alert.annotations), **links(alert.runbook_url, alert.dashboard_url, alert.panel)},
    }


def condition(server: Server, alert: Alert) -> str:
    """As it was written, so that a reader finds it again; with the server's identity matched where series need that."""
    if not server.identity:
        return alert.query.text.strip()
    return promql.print_expr(promql.add_matchers(alert.query.tree, server.matchers))
