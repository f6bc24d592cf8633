"""Settings of the project that are about no single service."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from msgspec import Struct

from sre_compiler import kinds
from sre_compiler.diagnostics import Place
from sre_compiler.program.boards import DETAIL, PanelRef, panel_id, service_uid
from sre_compiler.program.labels import Labels

LAYOUT = "{service}/{alert}.md"
"""Where runbooks are below their folder, unless the project says otherwise."""


class Project(Struct, frozen=True):
    """`spec` is the Project document as written: the settings of backends that need no resolving."""

    name: str
    title: str
    source: str
    labels: Labels
    identity_labels: tuple[str, ...]
    environment_severities: Mapping[str, Mapping[str, str]]
    grafana_url: str
    has_boards: bool
    runbook_pattern: str
    runbook_layout: str
    spec: kinds.ProjectSpec
    place: Place

    def runbook_url(self, service: str, alert: str) -> str:
        """Where the runbook of an alert is; "" when the project has none. Names need no escaping in a URL."""
        return self.runbook_pattern.replace("{service}", service).replace("{alert}", alert)

    def runbook_path(self, service: str, alert: str) -> str:
        """Where it is below the folder of runbooks; no two alerts have the same path."""
        return self.runbook_layout.replace("{service}", service).replace("{alert}", alert)

    def dashboard_url(self, service: str, slo_id: str = "") -> str:
        """The board of an SLO, or of a whole service; "" when the project has no Grafana."""
        if not self.grafana_url:
            return ""
        root = f"{self.grafana_url.rstrip('/')}/d"
        if slo_id:
            return f"{root}/{DETAIL}?var-service={service}&var-slo_id={quote(slo_id, safe='')}"
        return f"{root}/{service_uid(service)}"

    def panel(self, service: str, name: str) -> PanelRef | None:
        """A panel of the board of a service; None when the project has no boards."""
        return PanelRef(service_uid(service), panel_id(name)) if self.has_boards else None


def resolve(model: kinds.Project, place: Place, source: str) -> Project:
    """The settings, with what is left out filled in; `source` is how generated files name the spec."""
    spec = model.spec
    return Project(
        name=model.metadata.name,
        title=model.metadata.title or model.metadata.name,
        source=f"{source}#{model.metadata.name}",
        labels=Labels(**dict(spec.labels.model_dump(exclude_none=True))) if spec.labels else Labels(),
        identity_labels=spec.identity_labels or (),
        environment_severities={name: one.severities or {} for name, one in spec.environments.items()},
        grafana_url=(spec.grafana.url if spec.grafana else None) or "",
        has_boards=spec.grafana is not None,
        runbook_pattern=(spec.runbooks.url or "") if spec.runbooks else "",
        runbook_layout=spec.runbooks.path if spec.runbooks else LAYOUT,
        spec=spec,
        place=place,
    )
