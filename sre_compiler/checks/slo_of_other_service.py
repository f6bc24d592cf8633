"""An incident names an SLO of a service that it does not name.

The SLO was missed, so its service was affected. In reports by service the incident is missing where it belongs.

Bad:

    services: [storefront]
    slos: [checkout/availability]

Good:

    services: [storefront, checkout]
    slos: [checkout/availability]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.incidents import plain_id
from sre_compiler.program.program import Outline

SEVERITY = Severity.WARNING


def check_project(project: Outline) -> Iterator[Diagnostic]:
    if not project.incidents:
        return
    owners = {plain_id(slo.slo_id): one.name for one in project.services for slo in one.slos}
    for incident in project.incidents:
        for index, slo in enumerate(incident.slos):
            owner = owners.get(slo.slo_id)
            if owner is not None and owner not in incident.services:
                yield Diagnostic(
                    "slo-of-other-service",
                    SEVERITY,
                    f"`{slo.slo_id}` is an SLO of {owner}, which the incident does not name",
                    incident.at("slos", index),
                    label=f"an SLO of {owner}",
                    help=f"add `{owner}` to `services`, or correct the SLO",
                    related=(Related(incident.at("services"), f"without {owner}"),),
                )
