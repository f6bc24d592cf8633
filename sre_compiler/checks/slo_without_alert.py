"""An SLO of the most important tier alerts nobody.

Its budget is recorded and shown, and spent before anybody looks at the dashboard.

Bad:

    tier: 1
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability, alerting: none}

Good:

    tier: 1
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope, is_up_to
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.kinds import option

SEVERITY = Severity.WARNING
TIER = option.count("tier", 1, "The last tier whose SLOs have to alert.", least=0, most=9)


def check(scope: Scope) -> Iterator[Diagnostic]:
    for objectives in scope.by_slo if is_up_to(scope.setting.option(TIER), scope.service.tier) else ():
        if not any(one.alerting_legs for one in objectives):
            yield Diagnostic(
                "slo-without-alert",
                SEVERITY,
                f"the SLO `{objectives[0].name}` alerts nobody",
                objectives[0].place.at("name"),
                label=f"the service is of tier {scope.service.tier}",
                help="let it alert: take out `alerting: none`, or what maps its severities to `none`",
            )
