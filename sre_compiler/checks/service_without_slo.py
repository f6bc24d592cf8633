"""A service that much depends on has no SLO.

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

from sre_compiler.checks._scope import is_up_to
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.kinds import option
from sre_compiler.program.outline import ServiceOutline
from sre_compiler.program.program import Outline

SEVERITY = Severity.WARNING
TIER = option.count("tier", 1, "The last tier of services that have to have an SLO.", least=0, most=9)


def check_project(project: Outline) -> Iterator[Diagnostic]:
    users = {needed: one.name for one in reversed(project.services) for needed in one.depends_on if needed != one.name}
    last = project.option(TIER)
    for service in project.services:
        if not service.slos and (is_up_to(last, service.tier) or service.name in users):
            yield _finding(service, users.get(service.name))


def _finding(service: ServiceOutline, user: str | None) -> Diagnostic:
    return Diagnostic(
        "service-without-slo",
        SEVERITY,
        f"the service `{service.name}` has no SLO",
        service.place.at("metadata", "name"),
        label=f"is of tier {service.tier}" if user is None else f"`{user}` depends on it",
        help="add one to `slos`: what its users notice, and how often that may go wrong",
    )
