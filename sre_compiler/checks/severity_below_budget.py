"""An incident spent a share of an error budget that the burn-rate policy answers with a worse severity.

A leg says how bad it is to spend a share of the budget within a time. An incident that spent more, and faster, and is called
less, was either underrated or has a wrong number in it. Looked at are SLOs whose alerting is that of their policy.

Bad:

    # legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}, …]
    severity: sev3
    slos: [{slo: checkout/availability, budget_spent: 34%}]
    times: {impact_start: "2026-03-14T09:12Z", detected: "2026-03-14T09:20Z", mitigated: "2026-03-14T09:58Z"}

Good:

    severity: sev1
    slos: [{slo: checkout/availability, budget_spent: 34%}]
    times: {impact_start: "2026-03-14T09:12Z", detected: "2026-03-14T09:20Z", mitigated: "2026-03-14T09:58Z"}
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sre_compiler import burnrate
from sre_compiler.diagnostics import Diagnostic, Place, Related, Severity
from sre_compiler.program.burn_rate_policies import BurnRatePolicy, StatedLeg
from sre_compiler.program.incidents import IncidentOutline, LostBudget, plain_id
from sre_compiler.program.outline import ServiceOutline, SloOutline
from sre_compiler.program.program import Outline
from sre_compiler.program.severities import mapped
from sre_compiler.units import Duration, Percent

SEVERITY = Severity.WARNING


def check_project(project: Outline) -> Iterator[Diagnostic]:
    if not project.incidents:
        return
    slos = {plain_id(slo.slo_id): (one, slo) for one in project.services for slo in one.slos}
    for incident in project.incidents:
        found = [
            (severity, leg, index)
            for index, lost in enumerate(incident.slos)
            if lost.slo_id in slos
            for severity, leg in _answers(project, incident, lost, *slos[lost.slo_id])
        ]
        ranks = {one.name: one.rank for one in project.severities}
        worst = min(found, key=lambda one: ranks[one[0]], default=None)
        if worst is not None and ranks[worst[0]] < ranks[incident.severity]:
            yield _finding(incident, *worst)


def _answers(
    project: Outline, incident: IncidentOutline, lost: LostBudget, service: ServiceOutline, slo: SloOutline
) -> Iterator[tuple[str, StatedLeg]]:
    """The severities of the legs that the loss reaches, in the environment of the incident."""
    where = incident.environment or (service.environments[0] if len(service.environments) == 1 else "")
    lasted = _lasted(incident)
    if lost.spent is None or lasted is None or slo.own_alerting or where not in service.environments:
        return
    policy: BurnRatePolicy = next(one for one in project.burn_rate_policies if one.name == slo.policy)
    tier = policy.tiers.get(service.tier, {}) if service.tier is not None else {}
    for leg in policy.legs:
        severity = mapped(leg.severity, tier, project.project.environment_severities.get(where, {}))
        if severity is not None and _within(lost.spent, lasted, leg.long) >= _share(leg, slo):
            yield severity, leg


def _lasted(incident: IncidentOutline) -> int | None:
    """How long users were affected, in seconds."""
    if incident.impact_start is None or incident.mitigated is None or incident.mitigated <= incident.impact_start:
        return None
    return incident.mitigated - incident.impact_start


def _within(spent: Percent, lasted: int, long: Duration) -> Fraction:
    """The least share that was spent within one of the windows of this length that it takes to cover the incident."""
    windows = -(-lasted * 1_000 // long.milliseconds)
    return Fraction(spent.ratio) / windows


def _share(leg: StatedLeg, slo: SloOutline) -> Fraction:
    return burnrate.share_of_factor(leg.over(slo.window).factor, slo.window, leg.long)


def _finding(incident: IncidentOutline, severity: str, leg: StatedLeg, index: int) -> Diagnostic:
    lost = incident.slos[index]
    where: Place = incident.at("slos", index, "budget_spent")
    return Diagnostic(
        "severity-below-budget",
        SEVERITY,
        f"the incident is {incident.severity}, and it spent budget as fast as {severity}",
        incident.at("severity"),
        label=f"the {leg.long} leg says {severity}",
        help=f"write `severity: {severity}`, or correct `budget_spent` or the times",
        related=(Related(where, f"{lost.spent} of {lost.slo_id}"), Related(leg.place, f"{leg.stated} in {leg.long}")),
    )
