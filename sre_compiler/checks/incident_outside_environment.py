"""None of the services of an incident runs in the environment in which it happened.

The environment is a slip, or a service has moved since. The severities of its alerts are looked up there, and would be those of
another place.

Bad:

    # kind: Service, metadata: {name: newsletter}, spec: {environments: [prod]}
    environment: staging
    services: [newsletter]

Good:

    environment: prod
    services: [newsletter]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.program import Outline

SEVERITY = Severity.WARNING


def check_project(project: Outline) -> Iterator[Diagnostic]:
    services = {one.name: one for one in project.services} if project.incidents else {}
    for incident in project.incidents:
        named = [services[name] for name in incident.services if name in services]
        elsewhere = incident.environment and not any(incident.environment in one.environments for one in named)
        if elsewhere and named and not incident.is_closed:
            yield Diagnostic(
                "incident-outside-environment",
                SEVERITY,
                f"{named[0].name} does not run in `{incident.environment}`",
                incident.at("environment"),
                label=f"it runs in {', '.join(named[0].environments)}",
                help="correct the environment, or the services",
                related=(Related(named[0].place.at("metadata", "name"), "the service"),),
            )
