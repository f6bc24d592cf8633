"""A burn-rate policy maps severities for a tier that no service has that uses the policy.

The map decides nothing: it is left over, or the tier of a service is a slip.

Bad:

    # no service is of tier 3
    tiers: {3: {sev1: sev2}}

Good:

    # a service of tier 2 uses the policy
    tiers: {2: {sev1: sev2}}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity
from sre_compiler.program.program import Outline

SEVERITY = Severity.INFO


def check_project(project: Outline) -> Iterator[Diagnostic]:
    used: dict[str, set[int | None]] = {}
    for service in project.services:
        for slo in service.slos:
            used.setdefault(slo.policy, set()).add(service.tier)
    for policy in project.burn_rate_policies:
        for tier in policy.tiers if policy.name in used else ():
            if tier not in used[policy.name]:
                where = policy.place.at("tiers", str(tier))
                yield Diagnostic(
                    "tier-without-service",
                    SEVERITY,
                    f"no service of tier {tier} uses the policy `{policy.name}`",
                    where.key(),
                    label="this map decides nothing",
                    help="remove it, or give a service this tier",
                    fix=Fix("remove it", (Edit(where, action="prune"),), safe=False),
                )
