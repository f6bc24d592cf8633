"""Incidents: what happened, and what is done because of it. Times are as they are written; `rotas` makes instants of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from sre_compiler import kinds
from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.program.names import Names
from sre_compiler.program.severities import Severity
from sre_compiler.units import Percent

MOMENTS = ("impact_start", "detected", "paged", "acknowledged", "mitigated", "resolved")
"""The times of an incident, in the order in which they mostly come."""


DURATIONS = {
    "detect": ("impact_start", "detected"),
    "acknowledge": ("paged", "acknowledged"),
    "mitigate": ("impact_start", "mitigated"),
    "recover": ("impact_start", "resolved"),
}
"""What is measured of an incident: the time to do something, from one of its times to another."""


class LostBudget(Struct, frozen=True):
    """An SLO that was missed, and the share of its budget that was spent, where that is known; `is_mapping` is how it is written."""

    slo_id: str
    spent: Percent | None
    is_mapping: bool


class FiredAlert(Struct, frozen=True):
    """An alert that fired, and the severity it fired with, or ""."""

    name: str
    severity: str


class Entry(Struct, frozen=True):
    """An entry of the timeline; `by` and `link` may be ""."""

    at: str
    event: str
    by: str
    link: str


class Action(Struct, frozen=True):
    """Something to do. `owner` is a person, `team` a team; one of them or both are "", as is every day that is not known."""

    action: str
    kind: str
    owner: str
    team: str
    due: str
    ticket: str
    done: str


class Incident(Struct, frozen=True):
    """An incident. `times` has those of `MOMENTS` that are known; what is not said is "" or empty."""

    name: str
    title: str
    severity: str
    environment: str
    services: tuple[str, ...]
    slos: tuple[LostBudget, ...]
    criteria: tuple[str, ...]
    detected_by: str
    alerts: tuple[FiredAlert, ...]
    timezone: str
    times: dict[str, str]
    roles: dict[str, tuple[str, ...]]
    links: tuple[tuple[str, str], ...]
    summary: str
    impact: str
    timeline: tuple[Entry, ...]
    factors: tuple[tuple[str, str], ...]
    actions: tuple[Action, ...]
    has_review: bool
    status: str
    held: str
    source: str
    place: Place

    @property
    def is_reviewed(self) -> bool:
        return self.status in {"reviewed", "closed"} or bool(self.held)

    def at(self, *steps: str | int) -> Place:
        """The place of something in its `spec`."""
        return self.place.at("spec", *steps)


def durations_of(instants: Mapping[str, int]) -> dict[str, int]:
    """The durations whose both ends are known, in seconds; 0 to detect what was known before anybody was affected."""
    ends = {name: (begin, end) for name, (begin, end) in DURATIONS.items() if begin in instants and end in instants}
    found = {name: instants[end] - instants[begin] for name, (begin, end) in ends.items()}
    return {name: max(seconds, 0) if name == "detect" else seconds for name, seconds in found.items()}


def review_due(instants: Mapping[str, int], severity: Severity) -> int | None:
    """Until when the review has to be held, in seconds since 1970; None while it goes on, or where there is no such time."""
    over = instants.get("resolved", instants.get("mitigated"))
    if over is None or severity.review_within is None:
        return None
    return over + severity.review_within.milliseconds // 1_000


def plain_id(slo_id: str) -> str:
    """The id of an SLO whichever its revision."""
    return slo_id.partition("@")[0]


class IncidentOutline(Struct, frozen=True):
    """What is looked at beside other documents than the setting: small, and easy to keep. Instants are seconds since 1970 in UTC."""

    name: str
    severity: str
    environment: str
    services: tuple[str, ...]
    slos: tuple[LostBudget, ...]
    impact_start: int | None
    mitigated: int | None
    is_closed: bool
    place: Place

    def at(self, *steps: str | int) -> Place:
        """The place of something in its `spec`."""
        return self.place.at("spec", *steps)


class ReadIncident(Struct, frozen=True):
    """What came of one document: the incident, or None after an error, and what was found in it."""

    incident: Incident | None
    found: tuple[Diagnostic, ...]
    place: Place


def read(names: Names, model: kinds.Incident, place: Place, source: str) -> ReadIncident:
    """The incident, if the scale knows its severities and the project its environment."""
    found = tuple(_unknown(names, model.spec, place.at("spec")))
    return ReadIncident(None if found else _incident(model, place, source), found, place)


def _unknown(names: Names, spec: kinds.IncidentSpec, place: Place) -> Iterable[Diagnostic]:
    yield from names.refer("severity", spec.severity, place.at("severity"))
    if spec.environment is not None:
        yield from names.refer("environment", spec.environment, place.at("environment"))
    for index, one in enumerate(spec.alerts):
        if one.severity is not None:
            yield from names.refer("severity", one.severity, place.at("alerts", index, "severity"))


def _incident(model: kinds.Incident, place: Place, source: str) -> Incident:
    spec, review = model.spec, model.spec.review
    return Incident(
        name=model.metadata.name,
        title=model.metadata.title or "",
        severity=spec.severity,
        environment=spec.environment or "",
        services=spec.services,
        slos=tuple(map(_slo, spec.slos)),
        criteria=spec.criteria,
        detected_by=spec.detected_by or "",
        alerts=tuple(FiredAlert(one.alert, one.severity or "") for one in spec.alerts),
        timezone=spec.timezone or "",
        times={moment: at for moment in MOMENTS if (at := getattr(spec.times, moment)) is not None},
        roles=dict(spec.roles),
        links=tuple(sorted(spec.links.items())),
        summary=spec.summary or "",
        impact=spec.impact or "",
        timeline=tuple(Entry(one.at, one.event, one.by or "", one.link or "") for one in spec.timeline),
        factors=tuple((one.factor, one.detail or "") for one in spec.contributing_factors),
        actions=tuple(map(_action, spec.actions)),
        has_review=review is not None,
        status=review.status if review else "draft",
        held=(review.held or "") if review else "",
        source=source,
        place=place,
    )


def _slo(one: str | kinds.LostBudget) -> LostBudget:
    return LostBudget(one, None, False) if isinstance(one, str) else LostBudget(one.slo, one.budget_spent, True)


def _action(one: kinds.Action) -> Action:
    team = one.owner.team if isinstance(one.owner, kinds.TeamOwner) else ""
    owner = one.owner if isinstance(one.owner, str) else ""
    return Action(one.action, one.kind, owner, team, one.due or "", one.ticket or "", one.done or "")
