"""Every reference from one document to another: does what it names exist, and does it lead back to itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from sre_compiler import kinds
from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.program import problems
from sre_compiler.program.names import Names
from sre_compiler.program.severities import NOT_EMITTED
from sre_compiler.program.sources import Sources


def of_setting(sources: Sources, names: Names) -> Iterator[Diagnostic]:
    """A finding for every name in other documents than services that nothing declares, and for every circle."""
    for model, place in sources.of(kinds.Project):
        yield from _project(names, model.spec, place.at("spec"))
    for policy, place in sources.of(kinds.BurnRatePolicy):
        yield from _burn_rate_policy(names, policy.spec, place.at("spec"))
    for team, place in sources.of(kinds.Team):
        yield from _team(names, team.spec, place.at("spec"))
    for oncall, place in sources.of(kinds.OnCallPolicy):
        yield from _oncall(names, oncall.spec, place.at("spec"))
    for external, place in sources.of(kinds.ExternalAlerts):
        yield from _external_alerts(names, external.spec, place.at("spec"))
    yield from _cover_circles(sources)


def _project(names: Names, spec: kinds.ProjectSpec, place: Place) -> Iterator[Diagnostic]:
    for name, environment in spec.environments.items():
        yield from _severity_map(names, environment.severities, place.at("environments", name, "severities"))
    for index, server in enumerate(spec.prometheus):
        yield from names.refer("environment", server.environment, place.at("prometheus", index, "environment"))
    if spec.alertmanager is not None and spec.alertmanager.fallback is not None:
        yield from names.refer("team", spec.alertmanager.fallback, place.at("alertmanager", "fallback"))
    for index, entry in enumerate(spec.defaults or ()):
        here = place.at("defaults", index)
        if entry.where is not None and entry.where.team is not None:
            yield from names.refer("team", entry.where.team, here.at("where", "team"))
        if entry.burn_rate_policy is not None:
            yield from names.refer("burn-rate policy", entry.burn_rate_policy, here.at("burn_rate_policy"))
        if entry.error_budget_policy is not None:
            yield from names.refer("error budget policy", entry.error_budget_policy, here.at("error_budget_policy"))
        yield from _each(names, "environment", entry.environments, here.at("environments"))
        yield from _no_data(names, entry.no_data, here.at("no_data"))


def _each(names: Names, noun: str, used: Iterable[str] | None, place: Place) -> Iterator[Diagnostic]:
    for index, name in enumerate(used or ()):
        yield from names.refer(noun, name, place.at(index))


def _severity_map(names: Names, mapping: Mapping[str, str] | None, place: Place) -> Iterator[Diagnostic]:
    for source, target in (mapping or {}).items():
        yield from names.refer("severity", source, place.at(source).key())
        if target != NOT_EMITTED:
            yield from names.refer("severity", target, place.at(source))


def _no_data(names: Names, policy: object, place: Place) -> Iterator[Diagnostic]:
    severity = getattr(policy, "severity", None)
    if severity is not None:
        yield from names.refer("severity", severity, place.at("severity"))


def _burn_rate_policy(names: Names, spec: kinds.BurnRatePolicySpec, place: Place) -> Iterator[Diagnostic]:
    for index, leg in enumerate(spec.legs):
        yield from names.refer("severity", leg.severity, place.at("legs", index, "severity"))
    yield from _no_data(names, spec.no_data, place.at("no_data"))
    for tier, mapping in (spec.tiers or {}).items():
        yield from _severity_map(names, mapping, place.at("tiers", str(tier)))


def _team(names: Names, spec: kinds.TeamSpec, place: Place) -> Iterator[Diagnostic]:
    yield from _each(names, "person", spec.members, place.at("members"))
    if spec.calendar is not None:
        yield from names.refer("calendar", spec.calendar, place.at("calendar"))
    if spec.oncall is not None:
        yield from names.refer("on-call policy", spec.oncall, place.at("oncall"))
    receivers = {receiver.name: None for receiver in spec.receivers or ()}
    for severity, ways in (spec.notify or {}).items():
        here = place.at("notify", severity)
        yield from names.refer("severity", severity, here.key())
        for index, way in enumerate(ways):
            name = way if isinstance(way, str) else way.receiver
            where = here.at(index) if isinstance(way, str) else here.at(index, "receiver")
            if name not in receivers:
                yield problems.unknown_reference("receiver", name, where, [*receivers])
    for index, cover in enumerate(spec.covered_by or ()):
        yield from names.refer("team", cover.team, place.at("covered_by", index, "team"))
        yield from _each(names, "severity", cover.severities, place.at("covered_by", index, "severities"))


def _external_alerts(names: Names, spec: kinds.ExternalAlertsSpec, place: Place) -> Iterator[Diagnostic]:
    yield from names.refer("team", spec.team, place.at("team"))
    for index, owner in enumerate(spec.owners or ()):
        yield from names.refer("team", owner.team, place.at("owners", index, "team"))
    for value, severity in (spec.severities or {}).items():
        if severity != NOT_EMITTED:
            yield from names.refer("severity", severity, place.at("severities", value))


def _oncall(names: Names, spec: kinds.OnCallPolicySpec, place: Place) -> Iterator[Diagnostic]:
    schedules = {schedule.name: None for schedule in spec.schedules}
    for index, schedule in enumerate(spec.schedules):
        yield from _schedule(names, schedule, schedules, place.at("schedules", index))
    for index, step in enumerate(spec.escalation or ()):
        for position, target in enumerate(step.call):
            here = place.at("escalation", index, "call", position)
            if target.schedule is not None and target.schedule not in schedules:
                yield problems.unknown_reference("schedule", target.schedule, here.at("schedule"), [*schedules])
            if target.team is not None:
                yield from names.refer("team", target.team, here.at("team"))
            if target.person is not None:
                yield from names.refer("person", target.person, here.at("person"))
    yield from _follow_circles(spec, place)


def _schedule(
    names: Names, schedule: kinds.Schedule, schedules: Mapping[str, None], place: Place
) -> Iterator[Diagnostic]:
    if schedule.follows is not None and schedule.follows.schedule not in schedules:
        where = place.at("follows", "schedule")
        yield problems.unknown_reference("schedule", schedule.follows.schedule, where, [*schedules])
    for index, layer in enumerate(schedule.layers or ()):
        for position, roster in enumerate(layer.rosters):
            here = place.at("layers", index, "rosters", position, "people")
            yield from _each(names, "person", roster.people, here)
    for index, override in enumerate(schedule.overrides or ()):
        yield from names.refer("person", override.person, place.at("overrides", index, "person"))


def of_service(names: Names, spec: kinds.ServiceSpec, place: Place) -> Iterator[Diagnostic]:
    """A finding for every name in a service that nothing declares; `place` is that of its `spec`."""
    yield from names.refer("team", spec.team, place.at("team"))
    yield from _each(names, "environment", spec.environments, place.at("environments"))
    for index, dependency in enumerate(spec.depends_on or ()):
        if isinstance(dependency, str):
            yield from names.refer("service", dependency, place.at("depends_on", index))
    for index, slo in enumerate(spec.slos or ()):
        yield from _slo(names, slo, place.at("slos", index))
    for index, alert in enumerate(spec.alerts or ()):
        yield from names.refer("severity", alert.severity, place.at("alerts", index, "severity"))


def _slo(names: Names, slo: kinds.Slo, place: Place) -> Iterator[Diagnostic]:
    if isinstance(slo.sli, str):
        yield from names.refer("SLI", slo.sli, place.at("sli"))
    elif isinstance(slo.sli, kinds.UseSli):
        yield from names.refer("SLI", slo.sli.use, place.at("sli", "use"))
    if slo.burn_rate_policy is not None:
        yield from names.refer("burn-rate policy", slo.burn_rate_policy, place.at("burn_rate_policy"))
    if slo.error_budget_policy is not None:
        yield from names.refer("error budget policy", slo.error_budget_policy, place.at("error_budget_policy"))
    for name in slo.in_ or {}:
        yield from names.refer("environment", name, place.at("in", name).key())
    yield from _no_data(names, slo.no_data, place.at("no_data"))
    if isinstance(slo.alerting, kinds.Alerting):
        yield from _severity_map(names, slo.alerting.severities, place.at("alerting", "severities"))


def _cover_circles(sources: Sources) -> Iterator[Diagnostic]:
    edges: dict[str, dict[str, Place]] = {}
    for team, place in sources.of(kinds.Team):
        covers = enumerate(team.spec.covered_by or ())
        edges[team.metadata.name] = {one.team: place.at("spec", "covered_by", i, "team") for i, one in covers}
    yield from _circles("team", edges)


def _follow_circles(spec: kinds.OnCallPolicySpec, place: Place) -> Iterator[Diagnostic]:
    edges = {
        schedule.name: {schedule.follows.schedule: place.at("schedules", i, "follows", "schedule")}
        for i, schedule in enumerate(spec.schedules)
        if schedule.follows is not None
    }
    yield from _circles("schedule", edges)


def _circles(noun: str, edges: dict[str, dict[str, Place]]) -> Iterator[Diagnostic]:
    """One finding for each circle, at one of its references; that one is then left out, to find the next circle."""
    while True:
        try:
            TopologicalSorter(edges).prepare()
        except CycleError as error:
            backwards: list[str] = error.args[1]
            target, source = backwards[0], backwards[1]
            yield problems.reference_cycle(noun, backwards[::-1], edges[source].pop(target))
        else:
            return
