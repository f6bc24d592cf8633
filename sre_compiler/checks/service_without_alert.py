"""A service has neither an SLO nor an alert.

It stands in the specs, and nobody is told when it fails.

Bad:

    kind: Service
    metadata: {name: newsletter}
    spec: {team: shop, tier: 3}

Good:

    kind: Service
    metadata: {name: newsletter}
    spec:
      team: shop
      tier: 3
      slos:
        - {name: delivery, objective: 98%, sli: mail-delivery}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks import service_without_slo
from sre_compiler.checks._scope import is_up_to
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Outline

SEVERITY = Severity.INFO


def check_project(project: Outline) -> Iterator[Diagnostic]:
    last = project.option(service_without_slo.TIER)
    needed = {name for service in project.services for name in service.depends_on}
    for service in project.services:
        is_watched = bool(service.slos or service.alerts)
        if not is_watched and not is_up_to(last, service.tier) and service.name not in needed:
            yield Diagnostic(
                "service-without-alert",
                SEVERITY,
                f"the service `{service.name}` has neither an SLO nor an alert",
                service.place.at("metadata", "name"),
                label="nobody is told when it fails",
                help="add an SLO for what its users notice",
            )
