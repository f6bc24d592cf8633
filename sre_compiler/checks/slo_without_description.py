"""An SLO of the most important tier does not say what it means to users.

The description is what whoever is called reads first, and what is shown to those who decide about the budget: "99.9 % of what?"

Bad:

    tier: 1
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability}

Good:

    tier: 1
    slos:
      - name: availability
        description: A checkout request gets an answer that is not a server error.
        objective: 99.9%
        sli: http-availability
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope, is_up_to
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.kinds import option

SEVERITY = Severity.INFO
TIER = option.count("tier", 1, "The last tier whose SLOs have to say what they mean.", least=0, most=9)


def check(scope: Scope) -> Iterator[Diagnostic]:
    for one, *_ in scope.by_slo if is_up_to(scope.setting.option(TIER), scope.service.tier) else ():
        if not one.description:
            yield Diagnostic(
                "slo-without-description",
                SEVERITY,
                f"the SLO `{one.name}` does not say what users notice",
                one.place.at("name"),
                label=f"the service is of tier {scope.service.tier}",
                help="say it in a sentence with `description`",
            )
