"""On-call policies: who is called when, in which order, for how long."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from sre_compiler import kinds
from sre_compiler.diagnostics import Place
from sre_compiler.program.calendars import OpenHours
from sre_compiler.program.sources import Sources
from sre_compiler.units import Duration


class Roster(Struct, frozen=True):
    """People in the order of their turns, from a local date on; None from the start of the layer."""

    start: str | None
    people: tuple[str, ...]


class Layer(Struct, frozen=True):
    """Turns of one length that change hands at a local time; a later layer wins over an earlier one.

    Where it has `hours`, nobody is on call by it at other times. Its zone is the policy's where it has none.
    """

    name: str
    every: Duration
    handoff_day: str | None
    handoff_at: str
    starts: str
    timezone: str | None
    hours: tuple[OpenHours, ...]
    rosters: tuple[Roster, ...]


class Override(Struct, frozen=True):
    """One person instead of whoever else it would be, in local wall-clock time."""

    person: str
    start: str
    end: str
    reason: str


class Schedule(Struct, frozen=True):
    """Layers with overrides, or the turns of another schedule shifted by `turns`."""

    name: str
    layers: tuple[Layer, ...]
    overrides: tuple[Override, ...]
    follows: str | None
    turns: int
    place: Place


class Step(Struct, frozen=True):
    """Whom to call (`schedule`, `team` or `person`, and its name), and how long to wait for an answer."""

    call: tuple[tuple[str, str], ...]
    ack_within: Duration


class Fairness(Struct, frozen=True):
    """Limits on a person's share of the hours (a ratio of one) and on the number of people."""

    max_share: Decimal | None
    min_people: int | None


class OnCallPolicy(Struct, frozen=True):
    """`source` is how generated files name the spec."""

    name: str
    timezone: str
    schedules: tuple[Schedule, ...]
    escalation: tuple[Step, ...]
    fairness: Fairness
    place: Place
    source: str = ""

    def schedule(self, name: str) -> Schedule:
        """The schedule of this name, which there is."""
        return next(one for one in self.schedules if one.name == name)


def resolve(sources: Sources) -> tuple[OnCallPolicy, ...]:
    """Every policy, by name."""
    found = [_policy(model, place, sources.shown(place.file)) for model, place in sources.of(kinds.OnCallPolicy)]
    return tuple(sorted(found, key=lambda policy: policy.name))


def _policy(model: kinds.OnCallPolicy, place: Place, file: str) -> OnCallPolicy:
    spec = model.spec
    limits = spec.fairness
    share = limits.max_share.ratio if limits and limits.max_share else None
    return OnCallPolicy(
        name=model.metadata.name,
        timezone=spec.timezone,
        schedules=tuple(_schedule(one, place.at("spec", "schedules", i)) for i, one in enumerate(spec.schedules)),
        escalation=tuple(_step(one) for one in spec.escalation or ()),
        fairness=Fairness(share, limits.min_people if limits else None),
        place=place,
        source=f"{file}#{model.metadata.name}",
    )


def _schedule(one: kinds.Schedule, place: Place) -> Schedule:
    return Schedule(
        name=one.name,
        layers=tuple(map(_layer, one.layers or ())),
        overrides=tuple(Override(o.person, o.from_, o.to, o.reason or "") for o in one.overrides or ()),
        follows=one.follows.schedule if one.follows else None,
        turns=one.follows.turns if one.follows else 0,
        place=place,
    )


def _layer(layer: kinds.Layer) -> Layer:
    return Layer(
        name=layer.name,
        every=layer.every,
        handoff_day=layer.handoff.day,
        handoff_at=layer.handoff.at,
        starts=layer.starts,
        timezone=layer.timezone,
        hours=tuple(OpenHours(one.days, one.from_, one.to) for one in layer.hours or ()),
        rosters=tuple(Roster(roster.from_, roster.people) for roster in layer.rosters),
    )


def _step(step: kinds.EscalationStep) -> Step:
    targets = [
        (noun, name)
        for target in step.call
        for noun, name in (("schedule", target.schedule), ("team", target.team), ("person", target.person))
        if name is not None
    ]
    return Step(tuple(targets), step.ack_within)
