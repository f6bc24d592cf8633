"""All incidents as one report: how long things took, what they cost, what comes back, and what is still to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from sre_compiler import rotas
from sre_compiler.incidents.statistics import Spread, spread, trend
from sre_compiler.program.incidents import DURATIONS, Action, Incident, durations_of
from sre_compiler.program.severities import Severity
from sre_compiler.units import Percent


class Case(Struct, frozen=True):
    """An incident, when it was detected in seconds since 1970, its quarter as `2026-Q3`, and its durations in seconds."""

    incident: Incident
    detected: int
    quarter: str
    durations: Mapping[str, int]


class Row(Struct, frozen=True):
    """The incidents of a severity in a quarter, or in all of them where `quarter` is ""; `times` has no entry for what nobody knows."""

    quarter: str
    severity: str
    count: int
    times: Mapping[str, Spread]


class Trend(Struct, frozen=True):
    """How the later half of a severity's durations compares with the earlier one, of how many; see `statistics.trend`."""

    severity: str
    duration: str
    count: int
    change: str


class Cost(Struct, frozen=True):
    """The share of an SLO's budget that an incident spent."""

    incident: str
    severity: str
    slo_id: str
    spent: Percent


class Factor(Struct, frozen=True):
    """A contributing factor, and the incidents that have it."""

    factor: str
    incidents: tuple[str, ...]


class Open(Struct, frozen=True):
    """An action that is not done."""

    incident: str
    action: Action
    is_overdue: bool


class Report(Struct, frozen=True):
    """What is known of some incidents on a day. `left_out` are durations whose times are out of order, `unpriced` SLOs of unknown cost."""

    today: str
    cases: tuple[Case, ...]
    rows: tuple[Row, ...]
    trends: tuple[Trend, ...]
    costs: tuple[Cost, ...]
    unpriced: int
    factors: tuple[Factor, ...]
    actions: tuple[Open, ...]
    done: int
    left_out: int


def report(incidents: Iterable[Incident], scale: Sequence[Severity], today: str) -> Report:
    """The report of incidents whose severities are on the scale, in the order of time."""
    read = sorted(map(_case, incidents), key=lambda case: (case.detected, case.incident.name))
    cases = tuple(Case(one.incident, one.detected, one.quarter, _sound(one.durations)) for one in read)
    lost = [(case.incident, slo) for case in cases for slo in case.incident.slos]
    actions = [(case.incident.name, action) for case in cases for action in case.incident.actions]
    return Report(
        today=today,
        cases=cases,
        rows=tuple(_rows(cases, [one.name for one in scale])),
        trends=tuple(_trends(cases, [one.name for one in scale])),
        costs=tuple(sorted(_costs(cases), key=lambda cost: (-cost.spent.ratio, cost.incident, cost.slo_id))),
        unpriced=sum(slo.spent is None for _, slo in lost),
        factors=_factors(cases),
        actions=tuple(sorted(_open(actions, today), key=lambda one: (one.action.due or "9999", one.incident))),
        done=sum(bool(action.done) for _, action in actions),
        left_out=sum(len(one.durations) for one in read) - sum(len(one.durations) for one in cases),
    )


def _case(incident: Incident) -> Case:
    instants = rotas.moments(incident)
    detected = instants["detected"]
    at = datetime.fromtimestamp(detected, UTC)
    return Case(incident, detected, f"{at.year}-Q{(at.month + 2) // 3}", durations_of(instants))


def _sound(durations: Mapping[str, int]) -> dict[str, int]:
    return {name: seconds for name, seconds in durations.items() if seconds >= 0}


def _rows(cases: Sequence[Case], severities: Sequence[str]) -> Iterator[Row]:
    """Each quarter from the first on, the worst severity first; then all quarters together."""
    quarters = sorted({case.quarter for case in cases})
    for quarter in (*quarters, ""):
        for severity in severities:
            own = [one for one in cases if one.incident.severity == severity and quarter in ("", one.quarter)]
            if own:
                found = {
                    name: spread(one.durations[name] for one in own if name in one.durations) for name in DURATIONS
                }
                times = {name: one for name, one in found.items() if one is not None}
                yield Row(quarter, severity, len(own), times)


def _trends(cases: Sequence[Case], severities: Sequence[str]) -> Iterator[Trend]:
    for severity in severities:
        for name in DURATIONS:
            known = [
                one.durations[name] for one in cases if one.incident.severity == severity and name in one.durations
            ]
            if known:
                yield Trend(severity, name, len(known), trend(known))


def _costs(cases: Iterable[Case]) -> Iterator[Cost]:
    for case in cases:
        for slo in case.incident.slos:
            if slo.spent is not None:
                yield Cost(case.incident.name, case.incident.severity, slo.slo_id, slo.spent)


def _factors(cases: Iterable[Case]) -> tuple[Factor, ...]:
    """The most frequent first."""
    found: dict[str, list[str]] = {}
    for case in cases:
        for factor, _ in case.incident.factors:
            found.setdefault(factor, []).append(case.incident.name)
    return tuple(Factor(name, tuple(found[name])) for name in sorted(found, key=lambda one: (-len(found[one]), one)))


def _open(actions: Iterable[tuple[str, Action]], today: str) -> Iterator[Open]:
    for incident, action in actions:
        if not action.done:
            yield Open(incident, action, bool(action.due) and action.due < today)
