"""An environment has no Prometheus server, so that nothing is watched in it.

Rules are written for servers. A service that runs in an environment without one has no rules there, and no alert.

Bad:

    environments: {prod: {}, staging: {}}
    prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 30s, retention: 40d}]

Good:

    environments: {prod: {}}
    prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 30s, retention: 40d}]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Outline

SEVERITY = Severity.WARNING


def check_project(project: Outline) -> Iterator[Diagnostic]:
    watched = {server.environment for server in project.servers}
    for name in project.project.environment_severities:
        if name not in watched:
            yield Diagnostic(
                "environment-without-server",
                SEVERITY,
                f"no server watches the environment `{name}`",
                project.project.place.at("spec", "environments", name).key(),
                label="no rules are written for it",
                help="add a server for it to `prometheus`, or remove the environment",
            )
