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
from sre_compiler.checks._words import counted
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.kinds import option
from sre_compiler.program.objectives import Objective
from sre_compiler.program.servers import Server

SEVERITY = Severity.WARNING
SCRAPES = option.count("scrapes", 2, "How many scrapes have to be missing.", least=1, most=100)


def check(scope: Scope) -> Iterator[Diagnostic]:
    scrapes = scope.setting.option(SCRAPES)
    for server, deployment in scope.deployments:
        for one in deployment.objectives:
            alerts = one.no_data.alert_severity is not None
            if alerts and one.no_data.after.milliseconds < scrapes * server.scrape_interval.milliseconds:
                yield _finding(one, server, scrapes)


def _finding(one: Objective, server: Server, scrapes: int) -> Diagnostic:
    return Diagnostic(
        "no-data-too-soon",
        SEVERITY,
        f"missing data alert after {one.no_data.after}, which is less than {counted(scrapes)} scrape{'s' * (scrapes > 1)}",
        one.no_data_place,
        label=f"{server.name} scrapes every {server.scrape_interval}",
        help="write a longer `after`, such as `after: 10m`",
        related=(Related(server.place.at("scrape_interval"), "the interval of the server"),),
    )
