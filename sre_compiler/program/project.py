"""Settings of the project that are about no single service."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from msgspec import Struct

from sre_compiler import kinds
from sre_compiler.diagnostics import Place
from sre_compiler.program.labels import Labels

DASHBOARD = "sre-slo-detail"
"""The uid of the board that shows one SLO."""


class Project(Struct, frozen=True):
    """`spec` is the Project document as written: the settings of backends that need no resolving."""

    name: str
    labels: Labels
    identity_labels: tuple[str, ...]
    environment_severities: Mapping[str, Mapping[str, str]]
    grafana_url: str
    runbook_pattern: str
    spec: kinds.ProjectSpec
    place: Place

    def runbook_url(self, service: str, alert: str) -> str:
        """Where the runbook of an alert is; "" when the project has none. Names need no escaping in a URL."""
        return self.runbook_pattern.replace("{service}", service).replace("{alert}", alert)

    def dashboard_url(self, service: str, slo_id: str = "") -> str:
        """The board of an SLO, or of a whole service; "" when the project has no Grafana."""
        if not self.grafana_url:
            return ""
        chosen = f"&var-slo_id={quote(slo_id, safe='')}" if slo_id else ""
        return f"{self.grafana_url.rstrip('/')}/d/{DASHBOARD}?var-service={service}{chosen}"


def resolve(model: kinds.Project, place: Place) -> Project:
    """The settings, with what is left out filled in."""
    spec = model.spec
    return Project(
        name=model.metadata.name,
        labels=Labels(**dict(spec.labels.model_dump(exclude_none=True))) if spec.labels else Labels(),
        identity_labels=spec.identity_labels or (),
        environment_severities={name: one.severities or {} for name, one in spec.environments.items()},
        grafana_url=spec.grafana.url if spec.grafana else "",
        runbook_pattern=spec.runbooks.url if spec.runbooks else "",
        spec=spec,
        place=place,
    )
