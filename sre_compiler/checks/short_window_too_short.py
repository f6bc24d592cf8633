"""The short window of a leg holds fewer than four scrapes.

A leg resets when its short window is clean. Over a few samples one lost scrape is enough to empty it, and the alert flaps.

Bad:

    # prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 2m, retention: 40d}]
    legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}]

Good:

    # prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 1m, retention: 40d}]
    legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.program.servers import Server

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for server, deployment in scope.deployments:
        shortest = 4 * server.scrape_interval.milliseconds
        for objective in deployment.objectives:
            for leg in objective.alerting_legs:
                if leg.leg.short.milliseconds < shortest:
                    yield _finding(leg, server)


def _finding(leg: PolicyLeg, server: Server) -> Diagnostic:
    return Diagnostic(
        "short-window-too-short",
        SEVERITY,
        f"the short window of {leg.leg.short} holds fewer than four scrapes",
        leg.place,
        label=f"{server.name} scrapes every {server.scrape_interval}",
        help="use a longer `short`, or scrape more often",
        related=(Related(server.place.at("scrape_interval"), "the interval of the server"),),
    )
