"""From an SLO of the specs to its objective in one environment: defaults, overrides and severity maps applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler import kinds
from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.program import problems, templates
from sre_compiler.program.boards import burn_panel
from sre_compiler.program.burn_rate_policies import BurnRatePolicy, StatedLeg
from sre_compiler.program.defaults import Sourced
from sre_compiler.program.indicators import Indicator
from sre_compiler.program.objectives import BRICK, MissingData, NoData, Objective, PolicyLeg
from sre_compiler.program.queries import Reader
from sre_compiler.program.severities import mapped
from sre_compiler.program.shared import LegsOfSlo, Shared
from sre_compiler.program.templates import Use, Written
from sre_compiler.units import Duration, Percent

NO_DATA_AFTER = Duration.seconds(600)


class Slo(Struct, frozen=True):
    """An SLO as the specs write it, its service, and what does not differ between environments."""

    model: kinds.Slo
    service: kinds.Service
    place: Place
    policy: BurnRatePolicy
    indicator: Indicator
    window: Sourced[Duration]
    labels: tuple[tuple[str, str], ...]

    @property
    def slo_id(self) -> str:
        identity = self.model.id or f"{self.service.metadata.name}/{self.model.name}"
        return identity if self.model.revision in (None, 1) else f"{identity}@{self.model.revision}"


def read(shared: Shared, model: kinds.Slo, service: kinds.Service, place: Place) -> Slo | None:
    """The SLO with its names linked and its PromQL read; None after a finding."""
    window = _window(shared, model, service, place)
    policy = _policy(shared, model, service, place)
    indicator = _indicator(shared, model, service, place.at("sli"))
    legs = _unknown_legs(model, policy, place.at("alerting", "legs")) if policy is not None else []
    shared.found.extend(legs)
    if window is None or policy is None or indicator is None or legs:
        return None
    return Slo(model, service, place, policy, indicator, window, tuple(service.metadata.labels.items()))


def _window(shared: Shared, model: kinds.Slo, service: kinds.Service, place: Place) -> Sourced[Duration] | None:
    if model.window is not None:
        return Sourced(model.window, place.at("window"))
    found = shared.defaults.find("window", service.spec)
    if found is None:
        shared.found.append(problems.unset_default("window", "30d", place.at("name")))
    return cast("Sourced[Duration] | None", found)


def _policy(shared: Shared, model: kinds.Slo, service: kinds.Service, place: Place) -> BurnRatePolicy | None:
    """The policy that the SLO names, else the defaults, else the only one there is."""
    named = _named_policy(model, place) or shared.defaults.find("burn_rate_policy", service.spec)
    if named is not None:
        return shared.policies.get(str(named.value))
    if len(shared.policies) == 1:
        return next(iter(shared.policies.values()))
    if not shared.names.sources.may_hold_more("BurnRatePolicy"):
        one = min(shared.policies, default="")
        shared.found.append(problems.unset_default("burn_rate_policy", one, place.at("name")))
    return None


def _error_budget_policy(shared: Shared, slo: Slo) -> str:
    """The one that the SLO names, else the defaults, else the only one there is; "" where none is meant."""
    named = slo.model.error_budget_policy or shared.defaults.find("error_budget_policy", slo.service.spec)
    if named is not None:
        return named if isinstance(named, str) else str(named.value)
    return next(iter(shared.budget_policies)) if len(shared.budget_policies) == 1 else ""


def _named_policy(model: kinds.Slo, place: Place) -> Sourced[object] | None:
    if model.burn_rate_policy is None:
        return None
    return Sourced(model.burn_rate_policy, place.at("burn_rate_policy"))


def _indicator(shared: Shared, model: kinds.Slo, service: kinds.Service, place: Place) -> Indicator | None:
    name = service.metadata.name
    versions = shared.versions_for(service.spec)
    if isinstance(model.sli, kinds.InlineSli):
        reader = Reader(versions, {"service": name}, shared.found, window=True)
        return templates.indicator(Written(model.sli, place), reader)
    used, given = (model.sli, {}) if isinstance(model.sli, str) else (model.sli.use, model.sli.with_ or {})
    template = shared.slis.get(used)
    if template is None or used in shared.broken_slis:
        return None
    sli, sli_place = template
    unknown = [one for one in given if one not in sli.spec.params]
    for one in unknown:
        where = place.at("with", one).key()
        shared.found.append(problems.unknown_parameter(one, used, where, sorted(sli.spec.params)))
    if unknown:
        return None
    indicator, found = templates.used(sli, sli_place, Use(given, name, place), versions)
    shared.found.extend(found)
    return indicator


def _unknown_legs(model: kinds.Slo, policy: BurnRatePolicy, place: Place) -> list[Diagnostic]:
    known = {leg.long for leg in policy.legs}
    chosen = (model.alerting.legs or ()) if isinstance(model.alerting, kinds.Alerting) else ()
    listed = [str(one) for one in sorted(known)]
    return [
        problems.unknown_leg(str(leg), policy.name, place.at(index), listed)
        for index, leg in enumerate(chosen)
        if leg not in known
    ]


def objectives(shared: Shared, slo: Slo, environments: Iterable[str]) -> Iterator[tuple[str, Objective]]:
    """The objective of the SLO in each environment; what does not differ between them is held once."""
    first: Objective | None = None
    for environment in environments:
        if first is None:
            first = _first(shared, slo, environment)
            yield environment, first
        else:
            yield environment, replace(first, **_differing(shared, slo, environment))


def _differing(shared: Shared, slo: Slo, environment: str) -> dict[str, Any]:
    """What can be another value in another environment."""
    stated = _objective(slo, environment)
    legs, alerting, windows = _legs(slo, shared, environment)
    return {
        "objective": stated.value.ratio,
        "objective_place": stated.place,
        "legs": legs,
        "alerting_legs": alerting,
        "windows": windows,
        "no_data": _no_data(shared, slo, environment),
    }


def _first(shared: Shared, slo: Slo, environment: str) -> Objective:
    project, model, service = shared.project, slo.model, slo.service
    name = service.metadata.name
    prefix = camel(name, model.name)
    burn, silent = model.alert or f"{prefix}BudgetBurn", f"{prefix}NoData"
    alerting, no_data = _alerting(slo), _stated_no_data(shared, slo)
    return Objective(
        slo_id=slo.slo_id,
        service=name,
        name=model.name,
        title=model.title or "",
        service_title=service.metadata.title or name,
        description=model.description or "",
        team=service.spec.team,
        tier=service.spec.tier,
        labels=slo.labels,
        window=slo.window.value,
        indicator=slo.indicator,
        group_by=model.group_by,
        min_errors=(alerting.min_errors if alerting else None) or 1,
        burn_alert=burn,
        no_data_alert=silent,
        policy=slo.policy.name,
        error_budget_policy=_error_budget_policy(shared, slo),
        template=_template(model.sli),
        own_alerting=_has_own_alerting(model),
        runbook_url=project.runbook_url(name, burn),
        dashboard_url=project.dashboard_url(name, slo.slo_id),
        panel=project.panel(name, burn_panel(model.name)),
        place=slo.place,
        slo_id_place=slo.place.at("id" if model.id else "name"),
        burn_alert_place=slo.place.at("alert" if model.alert else "name"),
        window_place=slo.window.place,
        no_data_place=no_data.place if no_data else slo.place.at("name"),
        min_errors_place=slo.place.at("alerting", "min_errors"),
        **_differing(shared, slo, environment),
    )


def _template(sli: kinds.InlineSli | kinds.UseSli | str) -> str:
    if isinstance(sli, kinds.InlineSli):
        return ""
    return sli if isinstance(sli, str) else sli.use


def _has_own_alerting(model: kinds.Slo) -> bool:
    own = model.alerting
    return own == "none" or (isinstance(own, kinds.Alerting) and (own.legs is not None or bool(own.severities)))


def _objective(slo: Slo, environment: str) -> Sourced[Percent]:
    override = (slo.model.in_ or {}).get(environment)
    if override is not None and override.objective is not None:
        return Sourced(override.objective, slo.place.at("in", environment, "objective"))
    return Sourced(slo.model.objective, slo.place.at("objective"))


def _alerting(slo: Slo) -> kinds.Alerting | None:
    return slo.model.alerting if isinstance(slo.model.alerting, kinds.Alerting) else None


def _legs(slo: Slo, shared: Shared, environment: str) -> LegsOfSlo:
    """The policy's legs for this SLO, and those that alert; those of SLOs that agree in all of this are the same values."""
    alerting = _alerting(slo)
    chosen = alerting.legs if alerting else None
    silent = slo.model.alerting == "none"
    own = tuple(alerting.severities.items()) if alerting else ()
    key = (slo.policy.name, slo.window.value, slo.service.spec.tier, environment, chosen, silent, own)
    known = shared.legs.get(key)
    if known is None:
        legs = tuple(_leg(slo, leg, shared, environment) for leg in slo.policy.legs)
        alerting_legs = tuple(leg for leg in legs if leg.severity is not None and not leg.left_out)
        lengths = {window for leg in legs for window in (leg.leg.long, leg.leg.short)}
        known = shared.legs[key] = legs, alerting_legs, tuple(sorted(lengths | {BRICK}))
    return known


def _leg(slo: Slo, leg: StatedLeg, shared: Shared, environment: str) -> PolicyLeg:
    alerting = _alerting(slo)
    chosen = alerting.legs if alerting else None
    silent = slo.model.alerting == "none"
    severity = None if silent else _mapped(leg.severity, slo, shared, environment)
    left_out = silent or (chosen is not None and leg.long not in chosen)
    return PolicyLeg(leg.over(slo.window.value), leg.stated, severity, left_out, leg.place)


def _mapped(severity: str, slo: Slo, shared: Shared, environment: str) -> str | None:
    """The maps of the tier, the environment and the SLO, in that order."""
    tier = slo.service.spec.tier
    alerting = _alerting(slo)
    return mapped(
        severity,
        slo.policy.tiers.get(tier, {}) if tier is not None else {},
        shared.project.environment_severities.get(environment, {}),
        (alerting.severities or {}) if alerting else {},
    )


def _no_data(shared: Shared, slo: Slo, environment: str) -> NoData:
    found = _stated_no_data(shared, slo)
    stated = found.value if found else None
    policy = slo.policy
    then: MissingData = "alert"
    after, severity = policy.no_data_after, policy.no_data_severity
    if isinstance(stated, kinds.NoData):
        then = stated.then
        after, severity = stated.after or after, stated.severity or severity
    elif stated is not None:
        then = cast("MissingData", stated)
    silent = slo.model.alerting == "none" or severity is None
    final = None if silent or severity is None else _mapped(severity, slo, shared, environment)
    return NoData(then, after or NO_DATA_AFTER, final)


def _stated_no_data(shared: Shared, slo: Slo) -> Sourced[object] | None:
    if slo.model.no_data is not None:
        return Sourced(slo.model.no_data, slo.place.at("no_data"))
    return shared.defaults.find("no_data", slo.service.spec)


def camel(*names: str) -> str:
    """Kebab-case names in one CamelCase word: `payment-provider` becomes `PaymentProvider`."""
    return "".join(part[:1].upper() + part[1:] for name in names for part in name.replace("/", "-").split("-"))
