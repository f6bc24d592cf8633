"""The resolved program: every name linked, every default filled in. What checks, backends and `explain` read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sre_compiler.program.calendars import Calendar
from sre_compiler.program.labels import Labels
from sre_compiler.program.objectives import Objective
from sre_compiler.program.oncall import OnCallPolicy
from sre_compiler.program.people import Person
from sre_compiler.program.project import Project
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Service
from sre_compiler.program.severities import Severity
from sre_compiler.program.teams import Team


@dataclass(frozen=True, slots=True)
class Setting:
    """All but the services; each noun is sorted by name, severities by rank."""

    project: Project
    servers: tuple[Server, ...]
    severities: tuple[Severity, ...]
    calendars: tuple[Calendar, ...]
    people: tuple[Person, ...]
    teams: tuple[Team, ...]
    oncall_policies: tuple[OnCallPolicy, ...]

    @property
    def labels(self) -> Labels:
        return self.project.labels


@dataclass(frozen=True, slots=True)
class Program(Setting):
    """The setting, and the services by name."""

    services: tuple[Service, ...]

    def objectives(self) -> Iterator[Objective]:
        """Every objective of every service in every environment."""
        for service in self.services:
            for deployment in service.deployments.values():
                yield from deployment.objectives
