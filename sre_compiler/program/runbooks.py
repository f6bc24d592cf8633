"""Which alerts share a runbook: all of an SLO have one, and so has each plain alert that does not point to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from sre_compiler.program.alerts import Alert
from sre_compiler.program.objectives import Objective
from sre_compiler.program.project import Project
from sre_compiler.program.services import Service

RUNBOOK_URL = "runbook_url"


class Runbook(Struct, frozen=True):
    """A page about the alerts of an SLO, or about a plain alert, in the environments where it alerts.

    `path` is below the folder of runbooks. `identity` stays when the page's path changes.
    """

    path: str
    alert: str
    identity: str
    objectives: Mapping[str, Objective]
    alerts: Mapping[str, Alert]

    @property
    def severities(self) -> tuple[str, ...]:
        """Those of all alerts that it is about, each once."""
        found = [severity for one in self.objectives.values() for severity in severities_of(one)]
        return tuple(dict.fromkeys([*found, *(one.severity for one in self.alerts.values())]))


def severities_of(objective: Objective) -> list[str]:
    """The severities with which an SLO alerts in one environment; none where it alerts nobody."""
    found = [str(leg.severity) for leg in objective.alerting_legs]
    missing = objective.no_data.alert_severity
    return found + ([missing] if missing is not None else [])


def runbooks(project: Project, service: Service) -> Iterator[Runbook]:
    """The runbooks of a service: those of SLOs, then those of plain alerts, in the order of the specs."""
    objectives: dict[str, dict[str, Objective]] = {}
    alerts: dict[str, dict[str, Alert]] = {}
    for environment, deployment in service.deployments.items():
        for objective in deployment.objectives:
            if severities_of(objective):
                objectives.setdefault(objective.slo_id, {})[environment] = objective
        for alert in deployment.alerts:
            if all(name != RUNBOOK_URL for name, _ in alert.annotations):
                alerts.setdefault(alert.name, {})[environment] = alert
    for slo_id, found in objectives.items():
        name = next(iter(found.values())).burn_alert
        yield Runbook(project.runbook_path(service.name, name), name, f"slo {slo_id}", found, {})
    for name, those in alerts.items():
        yield Runbook(project.runbook_path(service.name, name), name, f"alert {name}", {}, those)
