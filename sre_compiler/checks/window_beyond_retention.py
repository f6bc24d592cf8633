"""An SLO looks back further than a server remembers.

The budget of 30 days is the sum of what the server has recorded in 30 days. A server that keeps 15 days would show the budget
of 15 days under the name of 30, and forgive every outage twice as fast.

Bad:

    # prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 30s, retention: 15d}]
    slos:
      - {name: availability, objective: 99.9%, window: 30d, sli: http-availability}

Good:

    # prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 30s, retention: 40d}]
    slos:
      - {name: availability, objective: 99.9%, window: 30d, sli: http-availability}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.objectives import Objective
from sre_compiler.program.servers import Server

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for server, deployment in scope.deployments:
        for objective in deployment.objectives:
            if objective.window > server.retention:
                yield _finding(objective, server)


def _finding(objective: Objective, server: Server) -> Diagnostic:
    return Diagnostic(
        "window-beyond-retention",
        SEVERITY,
        f"the window of {objective.window} is longer than {server.name} remembers",
        objective.window_place,
        label=f"{server.name} keeps {server.retention}",
        help=f"raise the retention of {server.name}, or use a window of at most {server.retention}",
        related=(Related(server.place.at("retention"), "the retention of the server"),),
    )
