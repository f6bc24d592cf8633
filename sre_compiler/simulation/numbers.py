"""Results as plain data for JSON: every number, unrounded; times are seconds, shares are ratios of one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import msgspec

from sre_compiler.simulation.detection import Detection, Outage
from sre_compiler.simulation.false_alarms import OUTAGES, FalseAlarms
from sre_compiler.simulation.months import Draw
from sre_compiler.simulation.replay import threshold
from sre_compiler.simulation.scenario import Replayed
from sre_compiler.simulation.site import Site
from sre_compiler.simulation.verdicts import Verdicts

VERSION = 1
"""Of the form of the data: grows when a key changes its meaning or goes."""

Data = dict[str, Any]


def of_site(site: Site) -> Data:
    """What is simulated."""
    one = site.objective
    return {
        "slo_id": one.slo_id,
        "environment": site.environment,
        "objective": float(one.objective),
        "window": _seconds(one.window.in_seconds),
        "events_per_second": float(site.per_second) if site.is_declared else None,
        "server": {
            "name": site.server.name,
            "version": ".".join(map(str, site.server.version)),
            "scrape_interval": _seconds(site.server.scrape_interval.in_seconds),
        },
        "legs": [
            {
                "leg": leg.name,
                "long": _seconds(leg.leg.long.in_seconds),
                "short": _seconds(leg.leg.short.in_seconds),
                "threshold": threshold(one, leg),
                "severity": leg.severity,
                "pages": leg.severity in site.pages,
            }
            for leg in one.alerting_legs
        ],
    }


def of_outages(outages: Sequence[Outage]) -> list[Data]:
    return [
        {
            "error_ratio": float(one.error_ratio),
            "burn_rate": float(one.burn),
            "exhausts_after": None if one.exhausts is None else float(one.exhausts),
            "legs": [_detection(leg) for leg in one.detections],
        }
        for one in outages
    ]


def _detection(one: Detection) -> Data:
    return {
        "leg": one.leg.name,
        "detected_after": one.after,
        "budget_spent": one.spent,
        "clears_after": one.clears,
        "resolved_after": one.resolves,
    }


def of_false_alarms(draw: Draw, found: Sequence[FalseAlarms]) -> Data:
    return {
        **_months(draw),
        "min_errors": [
            {
                "min_errors": one.min_errors,
                "pages_a_month": one.pages,
                "tickets_a_month": one.tickets,
                "pages_a_month_by_arithmetic": one.predicted,
                "detected_after": [
                    {"error_ratio": float(ratio), "seconds": seconds}
                    for ratio, seconds in zip(OUTAGES, one.detected, strict=True)
                ],
            }
            for one in found
        ],
    }


def of_verdicts(draw: Draw, found: Verdicts) -> Data:
    plain: Data = msgspec.to_builtins(found)
    return {**_months(draw), **plain}


def _months(draw: Draw) -> Data:
    return {"months": draw.months, "seed": draw.seed, "daily_peak": draw.shape.peak, "weekend": draw.shape.weekend}


def of_scenario(replayed: Replayed) -> Data:
    every = [(one.leg.name, one) for one in replayed.outcome.legs]
    alerts = [*every, *(("no data", one) for one in replayed.outcome.no_data)]
    return {
        "name": replayed.scenario.metadata.name,
        "lasts": _seconds(replayed.scenario.spec.lasts.in_seconds),
        "history": replayed.begins / 1000,
        "budget_spent": {group: float(one.spent[-1]) for group, one in replayed.courses.items()},
        "alerts": [
            {
                "leg": leg,
                "group": one.group,
                "fires": [{"from": start, "until": end} for start, end in replayed.episodes(one)],
            }
            for leg, one in alerts
        ],
    }


def _seconds(value: Fraction) -> float:
    return float(value)
