"""The resolved program: every name linked, every default filled in. What checks, backends and `explain` read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from sre_compiler import kinds
from sre_compiler.cached import cached_property
from sre_compiler.diagnostics import Place
from sre_compiler.program.burn_rate_policies import BurnRatePolicy
from sre_compiler.program.calendars import Calendar, Region
from sre_compiler.program.error_budget_policies import ErrorBudgetPolicy
from sre_compiler.program.external_alerts import ExternalAlerts
from sre_compiler.program.incidents import Incident, IncidentOutline
from sre_compiler.program.labels import Labels
from sre_compiler.program.mounting import Base
from sre_compiler.program.objectives import Objective
from sre_compiler.program.oncall import OnCallPolicy
from sre_compiler.program.outline import ServiceOutline
from sre_compiler.program.people import Person
from sre_compiler.program.project import Project
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Service
from sre_compiler.program.severities import Severity
from sre_compiler.program.teams import Team


class _Noun(Protocol):
    @property
    def name(self) -> str: ...


_Named = TypeVar("_Named", bound=_Noun)


class Template(Struct, frozen=True):
    """An SLI document; `params` are the values of its parameters where a use gives none."""

    name: str
    params: tuple[tuple[str, str], ...]
    place: Place


class Setting(Struct, frozen=True, eq=False, dict=True):
    """All but the services; each noun is sorted by name, severities by rank. There is one of a run: it equals itself alone."""

    project: Project
    burn_rate_policies: tuple[BurnRatePolicy, ...]
    error_budget_policies: tuple[ErrorBudgetPolicy, ...]
    slis: tuple[Template, ...]
    servers: tuple[Server, ...]
    severities: tuple[Severity, ...]
    calendars: tuple[Calendar, ...]
    public_holidays: tuple[Region, ...]
    people: tuple[Person, ...]
    teams: tuple[Team, ...]
    oncall_policies: tuple[OnCallPolicy, ...]
    external_alerts: tuple[ExternalAlerts, ...]
    base: Base | None
    options: Mapping[kinds.Option[Any], Any]

    def option(self, option: kinds.Option[kinds.Value]) -> kinds.Value:
        """What the project chooses for an option of a check, or the default."""
        return self.options.get(option, option.default)  # type: ignore[no-any-return]

    @property
    def labels(self) -> Labels:
        return self.project.labels

    @cached_property
    def paging(self) -> frozenset[str]:
        """The severities that page."""
        return frozenset(one.name for one in self.severities if one.response == "page")

    @cached_property
    def ranks(self) -> dict[str | None, int]:
        """The rank of each severity; 1 is the worst."""
        return {one.name: one.rank for one in self.severities}

    def outline(self, services: Iterable[ServiceOutline], incidents: Iterable[IncidentOutline]) -> Outline:
        """The setting with services and incidents as others see them."""
        return Outline(**self._nouns(), services=_by_name(services), incidents=_by_name(incidents))

    def program(self, services: Iterable[Service], incidents: Iterable[Incident]) -> Program:
        """The setting with all of each service and incident."""
        return Program(**self._nouns(), services=_by_name(services), incidents=_by_name(incidents))

    def _nouns(self) -> dict[str, Any]:
        return {noun: getattr(self, noun) for noun in Setting.__struct_fields__}


class Outline(Setting, frozen=True, eq=False):
    """The setting, and services and incidents as others see them, by name."""

    services: tuple[ServiceOutline, ...]
    incidents: tuple[IncidentOutline, ...]


class Program(Setting, frozen=True, eq=False):
    """The setting, and the services and incidents by name."""

    services: tuple[Service, ...]
    incidents: tuple[Incident, ...]

    def objectives(self) -> Iterator[Objective]:
        """Every objective of every service in every environment."""
        for service in self.services:
            for deployment in service.deployments.values():
                yield from deployment.objectives


def _by_name(nouns: Iterable[_Named]) -> tuple[_Named, ...]:
    return tuple(sorted(nouns, key=lambda noun: noun.name))
