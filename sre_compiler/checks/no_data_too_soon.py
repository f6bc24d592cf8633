"""An alert for missing data waits for less than two scrapes.

One lost scrape, or one restart, is then an alert that nothing is wrong with.

Bad:

    # prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 1m, retention: 40d}]
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability, no_data: {after: 1m, severity: sev3}}

Good:

    # prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 1m, retention: 40d}]
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability, no_data: {after: 10m, severity: sev3}}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.objectives import Objective
from sre_compiler.program.servers import Server

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for server, deployment in scope.deployments:
        for one in deployment.objectives:
            alerts = one.no_data.then == "alert" and one.no_data.severity is not None
            if alerts and one.no_data.after.milliseconds < 2 * server.scrape_interval.milliseconds:
                yield _finding(one, server)


def _finding(one: Objective, server: Server) -> Diagnostic:
    return Diagnostic(
        "no-data-too-soon",
        SEVERITY,
        f"missing data alert after {one.no_data.after}, which is less than two scrapes",
        one.no_data_place,
        label=f"{server.name} scrapes every {server.scrape_interval}",
        help="write a longer `after`, such as `after: 10m`",
        related=(Related(server.place.at("scrape_interval"), "the interval of the server"),),
    )
