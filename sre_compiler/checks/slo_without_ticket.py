"""Every leg of an SLO pages.

A slow burn is either not seen at all, or somebody is woken for what has days. A leg with a long window and a severity that can wait
catches it.

Bad:

    # legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}]
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability}

Good:

    # legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}, {factor: 1, long: 3d, short: 6h, severity: sev4}]
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.INFO


def check(scope: Scope) -> Iterator[Diagnostic]:
    for objectives in scope.by_slo:
        severities = {leg.severity for one in objectives for leg in one.alerting_legs}
        if severities and severities <= scope.paging:
            yield Diagnostic(
                "slo-without-ticket",
                SEVERITY,
                f"every leg of the SLO `{objectives[0].name}` pages",
                objectives[0].place.at("name"),
                label="a slow burn opens no ticket",
                help="keep a slow leg too, with a severity that can wait",
            )
