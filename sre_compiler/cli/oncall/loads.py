"""The report of on-call load as data."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sre_compiler.rotas import Interval, Load, PolicyReport, Report, ScheduleReport, wording


def as_data(report: Report) -> dict[str, Any]:
    """The report as JSON has it; shares are ratios of one, to four digits."""
    return {
        "from": wording.utc(report.horizon.start),
        "to": wording.utc(report.horizon.end),
        "night": [report.free.night_from, report.free.night_to],
        "weekend": list(report.free.weekend),
        "policies": [_policy(one) for one in report.policies],
        "people": [_person(one, report.shared.all_hours(one.person)) for one in report.people],
    }


def _policy(one: PolicyReport) -> dict[str, Any]:
    fairness = one.policy.fairness
    return {
        "name": one.policy.name,
        "timezone": one.policy.timezone,
        "teams": list(one.teams),
        "fairness": {"max_share": fairness.max_share, "min_people": fairness.min_people},
        "gaps": _gaps(one.gaps),
        "schedules": [
            {
                "name": schedule.name,
                "covered": _share(schedule.duty, schedule.length),
                "gaps": _gaps(schedule.gaps),
                "handoffs": len(schedule.handoffs),
                "people": [_person(load, all_hours_of(schedule)) for load in schedule.loads],
            }
            for schedule in one.schedules
        ],
    }


def _gaps(gaps: Sequence[Interval]) -> list[dict[str, Any]]:
    return [{"from": wording.utc(start), "to": wording.utc(end), "seconds": end - start} for start, end in gaps]


def _person(one: Load, wholes: Sequence[int]) -> dict[str, Any]:
    """Seconds, and their share of all such hours."""
    parts = {"": one.duty, "night_": one.nights, "weekend_": one.weekends, "holiday_": one.holidays}
    pairs = [(name, part, whole) for (name, part), whole in zip(parts.items(), wholes, strict=True)]
    return {
        "person": one.person,
        **{f"{name}seconds": part for name, part, _ in pairs},
        **{f"{name}share": _share(part, whole) for name, part, whole in pairs},
        "turns": one.turns,
        "longest_seconds": one.longest,
        "shortest_rest_seconds": one.rest,
    }


def all_hours_of(schedule: ScheduleReport) -> tuple[int, int, int, int]:
    """All hours of a schedule, and those that are nights, weekends and holidays of whoever has them."""
    free = [(one.nights, one.weekends, one.holidays) for one in schedule.loads]
    nights, weekends, holidays = (sum(each) for each in zip(*free, (0, 0, 0), strict=True))
    return schedule.duty, nights, weekends, holidays


def _share(part: int, whole: int) -> Decimal | None:
    return round(Decimal(part) / whole, 4) if whole else None
