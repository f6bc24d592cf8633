"""Models to Program: names are linked first, then each noun is resolved, services and incidents last and each by itself."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler import kinds
from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.program import (
    burn_rate_policies,
    calendars,
    deploy,
    error_budget_policies,
    external_alerts,
    incidents,
    mounting,
    names,
    oncall,
    people,
    problems,
    project,
    references,
    servers,
    severities,
    teams,
    templates,
)
from sre_compiler.program.defaults import Defaults
from sre_compiler.program.external_alerts import ExternalAlerts
from sre_compiler.program.incidents import ReadIncident
from sre_compiler.program.mounting import Base
from sre_compiler.program.names import Names
from sre_compiler.program.program import Setting, Template
from sre_compiler.program.services import Service
from sre_compiler.program.shared import Shared
from sre_compiler.program.sources import Sources
from sre_compiler.promql import LATEST


class ReadService(Struct, frozen=True):
    """What came of one Service document: the service, or None after an error, and what was found in it."""

    service: Service | None
    found: tuple[Diagnostic, ...]
    place: Place


class Resolution(Struct, frozen=True):
    """`setting` is None when anything of it is wrong; `found` is what is wrong with it, and between services."""

    setting: Setting | None
    services: tuple[ReadService, ...]
    incidents: tuple[ReadIncident, ...]
    found: tuple[Diagnostic, ...]


def resolve(sources: Sources) -> Resolution:
    """Everything that can be resolved, in the order of the files."""
    declared = Names(sources)
    found = [*declared.declare(names.of_setting(sources)), *_singles(sources)]
    between = [*declared.declare(names.of_services(sources))]
    found += references.of_setting(sources, declared)
    shared = _shared(sources, declared, found)
    mounted = mounting.resolve(sources, shared.project, found) if shared is not None else None
    others = external_alerts.resolve(sources, shared.project.labels, found) if shared is not None else ()
    services = [_service(shared, declared, *one) for one in sources.take(kinds.Service)]
    happened = [incidents.read(declared, *one, sources.shown(one[1].file)) for one in sources.take(kinds.Incident)]
    whole = shared is not None and not found and sources.broken <= {kinds.Service.__name__, kinds.Incident.__name__}
    setting = _setting(sources, shared, mounted, others) if shared is not None and whole else None
    return Resolution(setting, tuple(services), tuple(happened), (*found, *between))


def incidents_of(sources: Sources) -> tuple[tuple[ReadIncident, ...], tuple[severities.Severity, ...]]:
    """The incidents and the scale, where nothing else was read: an environment may be any."""
    declared = Names(replace(sources, broken=sources.broken | {kinds.Project.__name__}))
    duplicates = [*declared.declare(names.of_setting(sources))]
    found = [incidents.read(declared, *one, sources.shown(one[1].file)) for one in sources.of(kinds.Incident)]
    wrong = (ReadIncident(None, (one,), one.where) for one in duplicates if isinstance(one.where, Place))
    return (*found, *wrong), severities.resolve(sources)


def _service(shared: Shared | None, declared: Names, model: kinds.Service, place: Place) -> ReadService:
    """Without a project only its references can be looked at."""
    found = [*references.of_service(declared, model.spec, place.at("spec"))]
    if shared is None:
        return ReadService(None, tuple(found), place)
    shared.found = found
    service = deploy.resolve(shared, declared.sources, model, place)
    is_wrong = any(one.severity is Severity.ERROR for one in found)
    return ReadService(None if is_wrong else service, tuple(found), place)


def _singles(sources: Sources) -> Iterator[Diagnostic]:
    """A project has one `Project` and one `Severities`."""
    for kind in (kinds.Project, kinds.Severities):
        word = kind.__name__
        places = [place for _, place in sources.of(kind)]
        if not places and not sources.may_hold_more(word):
            yield problems.missing_document(word)
        for place in places[1:]:
            yield problems.second_document(word, place, places[0])


def _shared(sources: Sources, declared: Names, found: list[Diagnostic]) -> Shared | None:
    """What services are resolved against; None while the project or the severities cannot be read."""
    first = next(iter(sources.of(kinds.Project)), None)
    scale = severities.resolve(sources)
    if first is None or not scale:
        return None
    model, place = first
    shared = Shared(
        project=project.resolve(model, place, sources.shown(place.file)),
        defaults=Defaults(model.spec.defaults or (), place.at("spec", "defaults")),
        names=declared,
        policies=burn_rate_policies.resolve(sources),
        budget_policies=error_budget_policies.resolve(sources),
        slis={sli.metadata.name: (sli, where) for sli, where in sources.of(kinds.SLI)},
        versions=servers.versions(model.spec),
    )
    shared.found = found
    shared.broken_slis = _broken_slis(sources, shared)
    return shared


def _broken_slis(sources: Sources, shared: Shared) -> frozenset[str]:
    """The SLIs that are wrong with their own defaults; reported here, once, used or not.

    They are read as the newest server reads them: what an older one does not know is a matter of who uses them there.
    """
    newest = max((version for versions in shared.versions.values() for version in versions), default=LATEST)
    every = sources.of(kinds.SLI)
    return frozenset(sli.metadata.name for sli, at in every if not templates.is_sound(sli, at, newest, shared.found))


def _setting(sources: Sources, shared: Shared, mounted: Base | None, others: tuple[ExternalAlerts, ...]) -> Setting:
    slis = ((model.metadata.name, tuple(model.spec.params.items()), place) for model, place in sources.of(kinds.SLI))
    return Setting(
        project=shared.project,
        burn_rate_policies=tuple(sorted(shared.policies.values(), key=lambda policy: policy.name)),
        error_budget_policies=tuple(sorted(shared.budget_policies.values(), key=lambda policy: policy.name)),
        slis=tuple(sorted((Template(*one) for one in slis), key=lambda template: template.name)),
        servers=servers.resolve(shared.project),
        severities=severities.resolve(sources),
        calendars=calendars.resolve(sources),
        public_holidays=calendars.regions(sources),
        people=people.resolve(sources),
        teams=teams.resolve(sources),
        oncall_policies=oncall.resolve(sources),
        external_alerts=others,
        base=mounted,
        options={},
    )
