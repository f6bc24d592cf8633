"""The scale of severities, and how an alert's severity is mapped before it is emitted."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sre_compiler import kinds
from sre_compiler.diagnostics import Place
from sre_compiler.program.sources import Sources
from sre_compiler.units import Duration

NOT_EMITTED = "none"


class Timing(Struct, frozen=True):
    """When Alertmanager sends: None where its default is meant."""

    group_wait: Duration | None
    group_interval: Duration | None
    repeat_interval: Duration | None


class Severity(Struct, frozen=True):
    """One step of the scale; rank 1 is the worst."""

    name: str
    rank: int
    title: str
    response: str
    coverage: str
    also: tuple[str, ...]
    ack_within: Duration | None
    updates_every: Duration | None
    criteria: tuple[str, ...]
    incident_roles: tuple[str, ...]
    review_within: Duration | None
    timing: Timing
    place: Place


def resolve(sources: Sources) -> tuple[Severity, ...]:
    """The scale, the worst first."""
    found = [
        _severity(one, place.at("spec", "severities", i))
        for model, place in sources.of(kinds.Severities)
        for i, one in enumerate(model.spec.severities)
    ]
    return tuple(sorted(found, key=lambda severity: severity.rank))


def _severity(one: kinds.Severity, place: Place) -> Severity:
    timing = one.timing
    return Severity(
        name=one.name,
        rank=one.rank,
        title=one.title or one.name,
        response=one.response,
        coverage=one.coverage,
        also=one.also,
        ack_within=one.ack_within,
        updates_every=one.updates_every,
        criteria=one.criteria,
        incident_roles=one.incident.roles if one.incident else (),
        review_within=one.review_within,
        timing=Timing(timing.group_wait, timing.group_interval, timing.repeat_interval)
        if timing
        else Timing(None, None, None),
        place=place,
    )


def mapped(severity: str, *maps: Mapping[str, str]) -> str | None:
    """The severity after each map in turn, each applied once and to all names at the same time; None when not emitted."""
    for one in maps:
        severity = one.get(severity, severity)
        if severity == NOT_EMITTED:
            return None
    return severity
