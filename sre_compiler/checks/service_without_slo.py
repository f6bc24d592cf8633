"""A service that others stand on has no SLO.

Its tier says that it matters most, or another service depends on it; but nothing says how reliable it has to be, and no budget tells
when to stop and repair it.

Bad:

    kind: Service
    metadata: {name: checkout}
    spec: {team: shop, tier: 1}

Good:

    kind: Service
    metadata: {name: checkout}
    spec:
      team: shop
      tier: 1
      slos:
        - {name: availability, objective: 99.9%, sli: http-availability}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Program
from sre_compiler.program.services import Service

SEVERITY = Severity.WARNING


def check(program: Program) -> Iterator[Diagnostic]:
    users = {needed: one.name for one in reversed(program.services) for needed in one.depends_on if needed != one.name}
    for service in program.services:
        has_slo = any(deployment.objectives for deployment in service.deployments.values())
        if not has_slo and (service.tier == 1 or service.name in users):
            yield _finding(service, users.get(service.name))


def _finding(service: Service, user: str | None) -> Diagnostic:
    return Diagnostic(
        "service-without-slo",
        SEVERITY,
        f"the service `{service.name}` has no SLO",
        service.place.at("metadata", "name"),
        label="is of tier 1" if user is None else f"`{user}` depends on it",
        help="add one to `slos`: what its users notice, and how often that may go wrong",
    )
