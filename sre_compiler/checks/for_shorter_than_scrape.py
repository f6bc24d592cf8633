"""An alert's `for` is shorter than the scrape interval.

Until the next scrape the rule sees the same sample again: it does not find that the condition has lasted, it finds the same
value twice.

Bad:

    # prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 1m, retention: 40d}]
    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        for: 30s
        severity: sev1
        summary: A queue is full.

Good:

    # prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 1m, retention: 40d}]
    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        for: 2m
        severity: sev1
        summary: A queue is full.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Related, Severity
from sre_compiler.program.servers import Server
from sre_compiler.units import Duration

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for server, deployment in scope.deployments:
        for alert in deployment.alerts:
            if alert.lasting is not None and 0 < alert.lasting.milliseconds < server.scrape_interval.milliseconds:
                yield _finding(alert.lasting, server, alert.place.at("for"))


def _finding(lasting: Duration, server: Server, where: Place) -> Diagnostic:
    least = str(Duration(2 * server.scrape_interval.milliseconds))
    return Diagnostic(
        "for-shorter-than-scrape",
        SEVERITY,
        f"within {lasting} there is no second sample",
        where,
        label=f"{server.name} scrapes every {server.scrape_interval}",
        help=f"use at least {least}",
        fix=Fix(f"write `{least}`", (Edit(where, least, "say"),), safe=False, changes=True),
        related=(Related(server.place.at("scrape_interval"), "the interval of the server"),),
    )
