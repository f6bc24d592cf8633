"""An alert's `keep_firing_for` is shorter than two scrapes.

It is there to bridge a gap in the data, so that the alert does not end and begin again. One lost scrape is a longer gap than this.

Bad:

    # prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 1m, retention: 40d}]
    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev3
        keep_firing_for: 30s
        summary: A queue is full.

Good:

    # prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 1m, retention: 40d}]
    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev3
        keep_firing_for: 5m
        summary: A queue is full.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Related, Severity
from sre_compiler.program.servers import Server
from sre_compiler.units import Duration

SEVERITY = Severity.INFO
_ENOUGH = 300_000
"""Five minutes in milliseconds."""


def check(scope: Scope) -> Iterator[Diagnostic]:
    for server, deployment in scope.deployments:
        for alert in deployment.alerts:
            kept = alert.keep_firing_for
            if kept is not None and 0 < kept.milliseconds < 2 * server.scrape_interval.milliseconds:
                yield _finding(kept, server, alert.place.at("keep_firing_for"))


def _finding(kept: Duration, server: Server, where: Place) -> Diagnostic:
    longer = Fix("write `5m`", (Edit(where, "5m", "say"),), safe=False, changes=True)
    is_enough = 2 * server.scrape_interval.milliseconds <= _ENOUGH
    return Diagnostic(
        "keep-firing-for-too-short",
        SEVERITY,
        f"{kept} does not bridge a lost scrape",
        where,
        label=f"{server.name} scrapes every {server.scrape_interval}",
        help="write a longer time, such as `keep_firing_for: 5m`",
        fix=longer if is_enough else None,
        related=(Related(server.place.at("scrape_interval"), "the interval of the server"),),
    )
