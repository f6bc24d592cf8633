"""Teams: who they are, how they are reached, and who answers in their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from sre_compiler import kinds
from sre_compiler.diagnostics import Place
from sre_compiler.program.sources import Sources

PAGERS = frozenset({"pagerduty", "opsgenie", "victorops", "incidentio", "pushover", "webhook"})
"""Systems that wake people. What a webhook does cannot be seen; it is taken to be meant for that."""


class Receiver(Struct, frozen=True):
    """One way to reach a team; `spec` is its document as written, `kind` the system it speaks to."""

    name: str
    kind: str
    spec: kinds.Receiver
    place: Place


class Notification(Struct, frozen=True):
    """A receiver, and when it is told: always, office or off_hours."""

    receiver: str
    when: str


class Cover(Struct, frozen=True):
    """Another team that answers for these severities."""

    team: str
    severities: tuple[str, ...]


class Team(Struct, frozen=True):
    name: str
    title: str
    description: str
    members: tuple[str, ...]
    calendar: str | None
    oncall: str | None
    receivers: tuple[Receiver, ...]
    notify: Mapping[str, tuple[Notification, ...]]
    covered_by: tuple[Cover, ...]
    place: Place


def resolve(sources: Sources) -> tuple[Team, ...]:
    """Every team, by name."""
    found = [_team(model, place) for model, place in sources.of(kinds.Team)]
    return tuple(sorted(found, key=lambda team: team.name))


def _team(model: kinds.Team, place: Place) -> Team:
    spec, metadata = model.spec, model.metadata
    receivers = enumerate(spec.receivers or ())
    return Team(
        name=metadata.name,
        title=metadata.title or metadata.name,
        description=metadata.description or "",
        members=spec.members,
        calendar=spec.calendar,
        oncall=spec.oncall,
        receivers=tuple(Receiver(one.name, one.kind, one, place.at("spec", "receivers", i)) for i, one in receivers),
        notify={severity: tuple(map(_notification, ways)) for severity, ways in (spec.notify or {}).items()},
        covered_by=tuple(Cover(one.team, one.severities) for one in spec.covered_by or ()),
        place=place,
    )


def _notification(way: str | kinds.Notification) -> Notification:
    if isinstance(way, str):
        return Notification(way, "always")
    return Notification(way.receiver, way.when)


def users(teams: Iterable[Team], policy: str) -> list[Team]:
    """The teams whose pages an on-call policy answers."""
    return [team for team in teams if team.oncall == policy]


def answering(teams: Mapping[str, Team], team: Team, severity: str) -> tuple[Team, ...]:
    """The teams that are told of a severity of this team: those that cover it, and those that cover them, else itself; in the order of the specs."""
    found: dict[str, Team] = {}
    seen, asked = {team.name}, [team]
    while asked:
        one = asked.pop(0)
        covers = [cover.team for cover in one.covered_by if severity in cover.severities]
        if not covers:
            found[one.name] = one
        asked += (teams[name] for name in covers if name not in seen)
        seen.update(covers)
    return tuple(found.values())
