"""What other services and the project have to know of a service: its names, and what it uses. Small, and easy to keep."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from sre_compiler.diagnostics import Place
from sre_compiler.program.objectives import Objective
from sre_compiler.program.services import Service
from sre_compiler.units import Duration


class SloOutline(Struct, frozen=True):
    """An SLO by its names; `objectives` is a ratio of one for each environment. `template` is the SLI it names, or "".

    With `own_alerting` its legs are not all, or not of the severities, that its policy has for its tier and environment.
    """

    slo_id: str
    name: str
    burn_alert: str
    no_data_alert: str
    objectives: tuple[tuple[str, Decimal], ...]
    window: Duration
    policy: str
    error_budget_policy: str
    template: str
    own_alerting: bool
    place: Place
    slo_id_place: Place
    burn_alert_place: Place


class ServiceOutline(Struct, frozen=True):
    """A service by its names. `severities` are those that its alerts are emitted with, in any environment; sorted."""

    name: str
    team: str
    tier: int | None
    environments: tuple[str, ...]
    depends_on: tuple[str, ...]
    severities: tuple[str, ...]
    slos: tuple[SloOutline, ...]
    alerts: tuple[tuple[str, Place], ...]
    place: Place


def outline(service: Service) -> ServiceOutline:
    """The outline of a resolved service."""
    alerts = {one.name: one.place for deployment in service.deployments.values() for one in deployment.alerts}
    return ServiceOutline(
        name=service.name,
        team=service.team,
        tier=service.tier,
        environments=tuple(service.deployments),
        depends_on=service.depends_on,
        severities=tuple(sorted(set(_severities(service)))),
        slos=tuple(_slos(service)),
        alerts=tuple(alerts.items()),
        place=service.place,
    )


def _severities(service: Service) -> Iterator[str]:
    for deployment in service.deployments.values():
        for objective in deployment.objectives:
            yield from (leg.severity for leg in objective.alerting_legs if leg.severity is not None)
            if objective.no_data.alert_severity is not None:
                yield objective.no_data.alert_severity
        yield from (alert.severity for alert in deployment.alerts)


def _slos(service: Service) -> Iterator[SloOutline]:
    """Every SLO once: but for the objective, its outline is the same in every environment."""
    stated: dict[str, list[tuple[str, Decimal]]] = {}
    first: dict[str, Objective] = {}
    for environment, deployment in service.deployments.items():
        for one in deployment.objectives:
            stated.setdefault(one.name, []).append((environment, one.objective))
            first.setdefault(one.name, one)
    for name, one in first.items():
        yield SloOutline(
            slo_id=one.slo_id,
            name=name,
            burn_alert=one.burn_alert,
            no_data_alert=one.no_data_alert,
            objectives=tuple(stated[name]),
            window=one.window,
            policy=one.policy,
            error_budget_policy=one.error_budget_policy,
            template=one.template,
            own_alerting=one.own_alerting,
            place=one.place,
            slo_id_place=one.slo_id_place,
            burn_alert_place=one.burn_alert_place,
        )
