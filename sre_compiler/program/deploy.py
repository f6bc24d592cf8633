"""From Service documents to services: what runs in each environment, read once and shared."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import kinds
from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.program import problems, slos
from sre_compiler.program.alerts import Alert, Proof, Runbook
from sre_compiler.program.boards import ALERTS_PANEL
from sre_compiler.program.indicators import Query
from sre_compiler.program.objectives import Objective
from sre_compiler.program.project import Project
from sre_compiler.program.queries import Reader
from sre_compiler.program.services import Deployment, GoldenSignals, Service
from sre_compiler.program.severities import mapped
from sre_compiler.program.shared import Shared
from sre_compiler.program.sources import Sources


def resolve(shared: Shared, sources: Sources, model: kinds.Service, place: Place) -> Service | None:
    """The service, or None after a finding."""
    before = len(shared.found)
    where = shared.environments(model.spec)
    shared.found.extend(_foreign_environments(shared, model, place, where))
    read = [slos.read(shared, slo, model, place.at("spec", "slos", i)) for i, slo in enumerate(model.spec.slos or ())]
    queries = _alert_queries(shared, model, place)
    golden = _golden_signals(shared, model, place.at("spec", "golden_signals"))
    if len(shared.found) > before:
        return None
    objectives: dict[str, list[Objective]] = {name: [] for name in where}
    for slo in read:
        if slo is not None:
            for name, objective in slos.objectives(shared, slo, where):
                objectives[name].append(objective)
    deployments = {
        name: Deployment(tuple(objectives[name]), tuple(_alerts(shared, model, queries, name))) for name in where
    }
    return _service(model, place, sources.shown(place.file), golden, deployments)


def _service(
    model: kinds.Service, place: Place, source: str, golden: GoldenSignals, deployments: dict[str, Deployment]
) -> Service:
    spec, metadata = model.spec, model.metadata
    dependencies = spec.depends_on or ()
    return Service(
        name=metadata.name,
        title=metadata.title or metadata.name,
        description=metadata.description or "",
        team=spec.team,
        tier=spec.tier,
        depends_on=tuple(one for one in dependencies if isinstance(one, str)),
        external_dependencies=tuple(one.external for one in dependencies if not isinstance(one, str)),
        links=tuple(sorted((spec.links or {}).items())),
        traffic=spec.traffic,
        golden_signals=golden,
        deployments=deployments,
        source=source,
        place=place,
    )


def _foreign_environments(
    shared: Shared, model: kinds.Service, place: Place, where: tuple[str, ...]
) -> Iterator[Diagnostic]:
    """Overrides for an environment that exists, in which the service does not run, as far as its environments are known."""
    known = shared.project.environment_severities
    if not known.keys() >= set(shared.stated_environments(model.spec)):
        return
    for index, slo in enumerate(model.spec.slos or ()):
        for name in slo.in_ or {}:
            if name not in where and name in known:
                here = place.at("spec", "slos", index, "in", name).key()
                yield problems.foreign_environment(name, model.metadata.name, here, where)


def _alert_queries(shared: Shared, model: kinds.Service, place: Place) -> list[Query | None]:
    return [
        _reader(shared, model).vector("expr", alert.expr, place.at("spec", "alerts", index, "expr"))
        for index, alert in enumerate(model.spec.alerts or ())
    ]


def _reader(shared: Shared, model: kinds.Service) -> Reader:
    versions = shared.versions_for(model.spec)
    return Reader(versions, {"service": model.metadata.name}, shared.found, window=False)


def _alerts(shared: Shared, model: kinds.Service, queries: list[Query | None], environment: str) -> Iterator[Alert]:
    """The plain alerts that are emitted in an environment, with the severity they have there."""
    maps = shared.project.environment_severities.get(environment, {})
    for alert, query in zip(model.spec.alerts, queries, strict=True):
        severity = mapped(alert.severity, maps)
        if severity is not None and query is not None:
            yield _alert(shared.project, model.metadata.name, alert, query, severity)


def _alert(project: Project, service: str, alert: kinds.Alert, query: Query, severity: str) -> Alert:
    texts = {"summary": alert.summary, "description": alert.description, **(alert.annotations or {})}
    return Alert(
        name=alert.name,
        query=query,
        lasting=alert.for_,
        keep_firing_for=alert.keep_firing_for,
        severity=severity,
        labels=tuple(sorted((alert.labels or {}).items())),
        annotations=tuple((name, text) for name, text in texts.items() if text),
        runbook=Runbook(alert.runbook.impact or "", alert.runbook.steps or ()) if alert.runbook else None,
        runbook_url="" if "runbook_url" in texts else project.runbook_url(service, alert.name),
        dashboard_url="" if "dashboard_url" in texts else project.dashboard_url(service),
        panel=project.panel(service, ALERTS_PANEL),
        proof=Proof(alert.proof.fires or (), alert.proof.silent or ()) if alert.proof else None,
        place=query.place.parent,
    )


def _golden_signals(shared: Shared, model: kinds.Service, place: Place) -> GoldenSignals:
    signals = model.spec.golden_signals
    if signals is None:
        return GoldenSignals(None, None, None, None, None)
    reader = _reader(shared, model)

    def read(field: str, text: str | None, where: Place) -> Query | None:
        return None if text is None else reader.selector(field, text, where)

    full = signals.saturation
    return GoldenSignals(
        traffic=read("traffic", signals.traffic, place.at("traffic")),
        errors=read("errors", signals.errors, place.at("errors")),
        latency=read("latency", signals.latency, place.at("latency")),
        usage=read("usage", full.usage, place.at("saturation", "usage")) if full else None,
        limit=read("limit", full.limit, place.at("saturation", "limit")) if full else None,
    )
