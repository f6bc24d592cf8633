"""No leg of an SLO of the most important tier pages.

A total outage at night spends the budget of a month before the ticket is read. Where nobody has to get up for it, the service
may be of another tier.

Bad:

    # legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}, {factor: 1, long: 3d, short: 6h, severity: sev4}]
    tier: 1
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability, alerting: {legs: [3d]}}

Good:

    # legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}, {factor: 1, long: 3d, short: 6h, severity: sev4}]
    tier: 1
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope, is_up_to
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.kinds import option

SEVERITY = Severity.INFO
TIER = option.count("tier", 1, "The last tier whose SLOs have to page.", least=0, most=9)


def check(scope: Scope) -> Iterator[Diagnostic]:
    for objectives in scope.by_slo if is_up_to(scope.setting.option(TIER), scope.service.tier) else ():
        if any(one.alerting_legs for one in objectives) and not any(map(scope.has_page, objectives)):
            yield Diagnostic(
                "slo-without-page",
                SEVERITY,
                f"no leg of the SLO `{objectives[0].name}` pages",
                objectives[0].place.at("name"),
                label=f"the service is of tier {scope.service.tier}",
                help="keep a fast leg whose severity pages, or give the service another tier",
            )
