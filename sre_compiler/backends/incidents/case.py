"""An incident beside the program of today, with its times as instants, and how both are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property

from sre_compiler import rotas
from sre_compiler.output import markdown
from sre_compiler.program.incidents import Incident, plain_id
from sre_compiler.program.objectives import Objective
from sre_compiler.program.program import Program
from sre_compiler.program.services import Deployment
from sre_compiler.program.severities import Severity
from sre_compiler.units import Duration

NOBODY = "—"
"""Stands in a cell of which nothing is known."""


class Index:
    """What pages look up in a program, by name; made once for all pages."""

    def __init__(self, program: Program) -> None:
        self.severities = {one.name: one for one in program.severities}
        self.policies = {one.name: one for one in program.error_budget_policies}
        self.teams = {one.name: one.team for one in program.services}
        self.objectives: dict[str, dict[str, Objective]] = {}
        self.runbooks: dict[str, str] = {}
        self.factors: dict[str, list[str]] = {}
        for service in program.services:
            for environment, deployment in service.deployments.items():
                self._note(environment, deployment)
        for incident in program.incidents:
            for factor, _ in incident.factors:
                self.factors.setdefault(factor, []).append(incident.name)

    def _note(self, environment: str, deployment: Deployment) -> None:
        for one in deployment.objectives:
            self.objectives.setdefault(plain_id(one.slo_id), {})[environment] = one
            self.runbooks |= {one.burn_alert: one.runbook_url, one.no_data_alert: one.runbook_url}
        self.runbooks |= {one.name: one.runbook_url for one in deployment.alerts}


class Case:
    """What the blocks of a page are made of. What the incident names may not be in the program any more."""

    def __init__(self, index: Index, incident: Incident) -> None:
        self.index = index
        self.incident = incident

    @cached_property
    def instants(self) -> dict[str, int]:
        """The times that are known, as seconds since 1970 in UTC."""
        return rotas.moments(self.incident)

    @property
    def severity(self) -> Severity:
        return self.index.severities[self.incident.severity]

    def objective(self, slo_id: str) -> Objective | None:
        """The SLO where the incident happened; in its first environment if the incident does not say where."""
        found = self.index.objectives.get(slo_id, {})
        where = self.incident.environment
        return found.get(where) if where else next(iter(found.values()), None)


def utc(instant: int) -> str:
    """`2026-03-29 09:00`."""
    return f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%d %H:%M}"


def lasting(seconds: int) -> str:
    """`1h53m`; what is before has a sign."""
    return str(Duration.seconds(seconds)) if seconds >= 0 else f"-{Duration.seconds(-seconds)}"


def rows(head: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table of cells that are Markdown already."""
    return markdown.table((head, *([markdown.Markdown(one or NOBODY) for one in cells] for cells in lines)))


def people(names: Iterable[str]) -> str:
    return ", ".join(markdown.text(name) for name in names)
