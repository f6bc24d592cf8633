"""The SLOs of a service as the plain data that `budget/objective.py` reads: one entry for each server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from sre_compiler import burnrate
from sre_compiler.backends.prometheus import series
from sre_compiler.backends.prometheus.events import events
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.budget.exact import OPEN_MATCHER
from sre_compiler.program import recorded
from sre_compiler.program.error_budget_policies import STANDARD, ErrorBudgetPolicy
from sre_compiler.program.indicators import counts_events
from sre_compiler.program.objectives import BRICK, Objective, PolicyLeg
from sre_compiler.program.program import Program
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Service
from sre_compiler.units import Duration, Percent, fraction_text

Data = dict[str, Any]


def slos_of(program: Program, service: Service) -> list[Data]:
    """Every SLO of the service on every server that has it, in the order of the servers and the specs."""
    pages = {severity.name for severity in program.severities if severity.response == "page"}
    policies = {one.name: one for one in program.error_budget_policies}
    return [
        _slo(objective, server, pages, policies)
        for server in program.servers
        if server.environment in service.deployments
        for objective in service.deployments[server.environment].objectives
    ]


def _slo(one: Objective, server: Server, pages: set[str], policies: Mapping[str, ErrorBudgetPolicy]) -> Data:
    frame = Frame(one, server)
    spacing = _seconds(recorded.SPACING)
    counts = counts_events(one.indicator)
    return {
        "slo_id": one.slo_id,
        "service": one.service,
        "name": one.name,
        "title": one.shown_title,
        "environment": server.environment,
        "server": server.name,
        "objective": str(Percent(one.objective)),
        "budget": float(one.budget),
        "window": _seconds(one.window),
        "unit": "events" if counts else "minutes",
        "weight": spacing if counts else spacing / 60,
        "spacing": spacing,
        "looks_back": _seconds(BRICK) if counts else 0,
        "bad": series.BAD,
        "total": series.TOTAL,
        "matchers": dict(frame.labels),
        "group_by": list(one.group_by),
        "missing": one.no_data.then,
        "alert": one.burn_alert,
        "min_errors": one.min_errors,
        "legs": [_leg(one, leg, pages) for leg in one.alerting_legs],
        "exact": _exact(frame),
        "policy": _policy(policies.get(one.error_budget_policy, STANDARD)),
    }


def _leg(one: Objective, leg: PolicyLeg, pages: set[str]) -> Data:
    return {
        "name": leg.name,
        "long": _seconds(leg.leg.long),
        "long_series": series.window_ratio(leg.leg.long),
        "short_series": series.window_ratio(leg.leg.short),
        "threshold": float(fraction_text(burnrate.threshold(one.objective, leg.leg.factor))),
        "severity": leg.severity or "",
        "pages": leg.severity in pages,
    }


def _exact(frame: Frame) -> list[str] | None:
    """Bad and total per second over the whole window, of raw counters, open for `--match`; None where the indicator weighs time."""
    if not recorded.raw_windows(frame.objective.indicator):
        return None
    server = replace(frame.server, identity=(*frame.server.identity, (OPEN_MATCHER, "")))
    both = events(Frame(frame.objective, server), frame.objective.window)
    return [both.bad, both.total]


def _seconds(length: Duration) -> int:
    """Whole seconds; what the language allows below that matters to nobody here."""
    return max(length.milliseconds // 1000, 1)


def _policy(policy: ErrorBudgetPolicy) -> Data:
    return {
        "name": policy.name,
        "thresholds": [{"left": float(one.left), "gate": one.gate, "then": one.then} for one in policy.thresholds],
        "unfreeze_above": float(policy.unfreeze_above),
        "page_leg": policy.page_leg,
        "ticket_leg": policy.ticket_leg,
        "exhausted_within": _seconds(policy.exhausted_within),
        "overrides": [{"reason": reason, "by": by} for reason, by in policy.overrides],
    }
