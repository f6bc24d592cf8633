"""Models to Program: names are linked first, then each noun is resolved, services last."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import kinds
from sre_compiler.diagnostics import Diagnostic
from sre_compiler.program import (
    burn_rate_policies,
    calendars,
    deploy,
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
    unique,
)
from sre_compiler.program.defaults import Defaults
from sre_compiler.program.program import Program
from sre_compiler.program.services import Service
from sre_compiler.program.shared import Shared
from sre_compiler.program.sources import Sources
from sre_compiler.promql import LATEST


def resolve(sources: Sources) -> tuple[Program | None, list[Diagnostic]]:
    """The program, or None and the findings that stand in its way."""
    declared = names.collect(sources)
    found = [*declared.problems, *_singles(sources), *references.check(sources, declared)]
    shared = _shared(sources, declared)
    services: list[Service | None] = []
    if shared is not None:
        shared.found = found
        shared.broken_slis = _broken_slis(sources, shared)
        services = [deploy.resolve(shared, sources, model, place) for model, place in sources.take(kinds.Service)]
    resolved = [service for service in services if service is not None]
    found.extend(unique.check(resolved))
    if found or shared is None or sources.broken:
        return None, found
    return _program(sources, shared, tuple(sorted(resolved, key=lambda service: service.name))), found


def _singles(sources: Sources) -> Iterator[Diagnostic]:
    """A project has one `Project` and one `Severities`."""
    for kind in (kinds.Project, kinds.Severities):
        word = kind.__name__
        places = [place for _, place in sources.of(kind)]
        if not places and not sources.may_hold_more(word):
            yield problems.missing_document(word)
        for place in places[1:]:
            yield problems.second_document(word, place, places[0])


def _shared(sources: Sources, declared: names.Names) -> Shared | None:
    """What services are resolved against; None while the project or the severities cannot be read."""
    first = next(iter(sources.of(kinds.Project)), None)
    scale = severities.resolve(sources)
    if first is None or not scale:
        return None
    model, place = first
    return Shared(
        project=project.resolve(model, place),
        defaults=Defaults(model.spec.defaults or (), place.at("spec", "defaults")),
        names=declared,
        policies=burn_rate_policies.resolve(sources),
        slis={sli.metadata.name: (sli, where) for sli, where in sources.of(kinds.SLI)},
        versions=servers.versions(model.spec),
    )


def _broken_slis(sources: Sources, shared: Shared) -> frozenset[str]:
    """The SLIs that are wrong with their own defaults; reported here, once, used or not.

    They are read as the newest server reads them: what an older one does not know is a matter of who uses them there.
    """
    newest = max((version for versions in shared.versions.values() for version in versions), default=LATEST)
    every = sources.of(kinds.SLI)
    return frozenset(sli.metadata.name for sli, at in every if not templates.is_sound(sli, at, newest, shared.found))


def _program(sources: Sources, shared: Shared, services: tuple[Service, ...]) -> Program:
    return Program(
        project=shared.project,
        servers=servers.resolve(shared.project),
        severities=severities.resolve(sources),
        calendars=calendars.resolve(sources),
        people=people.resolve(sources),
        teams=teams.resolve(sources),
        oncall_policies=oncall.resolve(sources),
        services=services,
    )
