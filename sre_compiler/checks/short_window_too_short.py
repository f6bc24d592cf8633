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
from sre_compiler.checks._words import counted
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.kinds import option
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.program.servers import Server

SEVERITY = Severity.WARNING
SCRAPES = option.count("scrapes", 4, "How many scrapes a short window has to hold.", least=2, most=100)


def check(scope: Scope) -> Iterator[Diagnostic]:
    scrapes = scope.setting.option(SCRAPES)
    for server, deployment in scope.deployments:
        shortest = scrapes * server.scrape_interval.milliseconds
        for objective in deployment.objectives:
            for leg in objective.alerting_legs:
                if leg.leg.short.milliseconds < shortest:
                    yield _finding(leg, server, scrapes)


def _finding(leg: PolicyLeg, server: Server, scrapes: int) -> Diagnostic:
    return Diagnostic(
        "short-window-too-short",
        SEVERITY,
        f"the short window of {leg.leg.short} holds fewer than {counted(scrapes)} scrapes",
        leg.place,
        label=f"{server.name} scrapes every {server.scrape_interval}",
        help="use a longer `short`, or scrape more often",
        related=(Related(server.place.at("scrape_interval"), "the interval of the server"),),
    )
