"""Everything that was found out, as plain data: the JSON output, and what all other formats are made from."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, NamedTuple

from sre_compiler.budget.evaluate import Group, Result
from sre_compiler.budget.gate import exit_code, worst_state

VERSION = 1
"""Of the JSON output; counted up when a key changes its meaning or goes away."""


class Circumstances(NamedTuple):
    """When and where it was asked, and how the answer is taken."""

    end: float
    url: str
    server_version: str
    strict: bool
    on_unknown: str


def report_of(results: list[Result], around: Circumstances) -> dict[str, Any]:
    """The whole output. Numbers are as computed; formats round them."""
    state = worst_state([one.gate.state for one in results])
    codes = [
        exit_code(one.gate.state, strict=around.strict, on_unknown=around.on_unknown)
        for one in results
        if not one.gate.override
    ]
    return {
        "version": VERSION,
        "time": utc(around.end),
        "timestamp": around.end,
        "server": {"url": around.url, "version": around.server_version},
        "state": state,
        "exit_code": max(codes, default=0),
        "strict": around.strict,
        "on_unknown": around.on_unknown,
        "slos": [_slo(one) for one in results],
    }


def utc(moment: float) -> str:
    """A moment as people and programs read it."""
    return datetime.fromtimestamp(moment, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _slo(result: Result) -> dict[str, Any]:
    slo = result.slo
    return {
        "slo_id": slo.slo_id,
        "service": slo.service,
        "name": slo.name,
        "title": slo.title,
        "environment": slo.environment,
        "server": slo.server,
        "objective": slo.objective,
        "budget": slo.budget,
        "window_seconds": slo.window,
        "unit": slo.unit,
        "policy": slo.policy.name,
        **_gate(result),
        "overrides": [one._asdict() for one in slo.policy.overrides],
        "groups": [_group_data(one) for one in result.groups],
        "queries": list(result.queries),
    }


def _gate(of: Any) -> dict[str, Any]:
    gate = of.gate
    return {
        "state": gate.state,
        "reasons": list(gate.reasons),
        "consequences": list(gate.consequences),
        "override": gate.override or None,
    }


def _group_data(group: Group) -> dict[str, Any]:
    measures, incident = group.measures, group.incident
    return {
        "labels": dict(group.labels),
        **_gate(group),
        "notes": list(group.notes),
        "ended": group.ended,
        "seen_seconds": group.age,
        "coverage": group.coverage,
        "measures": None if measures is None else _measures(measures._asdict()),
        "legs": [one._asdict() for one in group.legs],
        "if_this_goes_on": [one._asdict() for one in group.going_on],
        "largest_incident": None
        if incident is None
        else {
            "start": utc(incident.start),
            "end": utc(incident.end),
            "share": incident.share,
            "leaves": utc(incident.leaves),
        },
        "exact": None if group.exact is None else group.exact._asdict(),
    }


def _measures(data: dict[str, Any]) -> dict[str, Any]:
    gap = data.pop("gap")
    kept = {name: value for name, value in data.items() if name not in ("age", "coverage")}
    return {**kept, "ratio_if_gap_was_clean": gap and gap[0], "ratio_if_gap_was_bad": gap and gap[1]}
