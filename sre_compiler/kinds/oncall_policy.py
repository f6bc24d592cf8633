"""`OnCallPolicy`: who is called when, and who is called next."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sre_compiler.kinds import problems
from sre_compiler.kinds.calendar import Hours
from sre_compiler.kinds.document import Document
from sre_compiler.kinds.faults import Fault
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import Name, NewScheduleName, PersonName, ScheduleName, TeamName
from sre_compiler.kinds.quantities import Count, PositiveDuration, Share, Turns
from sre_compiler.kinds.shapes import NOT_EMPTY, Distinct, Maybe
from sre_compiler.kinds.texts import Text
from sre_compiler.kinds.times import Date, Day, LocalDateTime, TimeOfDay, Zone


class Handoff(Model):
    """When a turn ends and the next begins, in the policy's zone."""

    day: Maybe[Day] = Field(None, description="The day of the week; that of `starts` if this is left out.")
    at: TimeOfDay = Field(description="The time of day.")


class Roster(Model):
    """Persons in the order of their turns."""

    from_: Maybe[Date] = Field(
        None, description="The first day on which it is in force; the order of those who stay is kept."
    )
    people: Annotated[tuple[PersonName, ...], NOT_EMPTY, Distinct()] = Field(description="The persons.")


class Layer(Model):
    """Turns of one length; a later layer wins over an earlier one."""

    name: Name = Field(description="The name of the layer.")
    every: PositiveDuration = Field(description="How long a turn is.")
    handoff: Handoff = Field(description="When turns change.")
    starts: Date = Field(description="The day of the first turn of the first person.")
    timezone: Maybe[Zone] = Field(None, description="The zone of its hand-offs and hours, if not that of the policy.")
    hours: Maybe[Annotated[tuple[Hours, ...], NOT_EMPTY]] = Field(
        None, description="When it is in force; at all times if this is left out. Turns go on meanwhile."
    )
    rosters: Annotated[tuple[Roster, ...], NOT_EMPTY] = Field(description="Who takes turns, from when on.")

    def faults(self) -> Iterator[Fault]:
        """Each roster but the first says from when it is in force, later than the one before."""
        known = self.rosters[0].from_ or self.starts
        for i, roster in enumerate(self.rosters[1:], start=1):
            if roster.from_ is None:
                yield _undated(i)
            elif roster.from_ <= known:
                yield _too_early(i, roster.from_, known)
            known = roster.from_ or known


def _undated(i: int) -> Fault:
    return lambda place: problems.missing_key(place.at("rosters", i), {"from": '"2026-09-21"'})


def _too_early(i: int, day: str, known: str) -> Fault:
    limits = f"later than {known}, when the one before begins"
    return lambda place: problems.out_of_range(
        place.at("rosters", i, "from"), day, limits, "put rosters in the order of their dates"
    )


class Override(Model):
    """One person instead of whoever else it would be."""

    person: PersonName = Field(description="The person.")
    from_: LocalDateTime = Field(description="When it begins: local time of the policy's zone, or UTC with a `Z`.")
    to: LocalDateTime = Field(description="When it ends.")
    reason: Maybe[Text] = Field(None, description="Why.")

    def faults(self) -> list[Fault]:
        """It ends after it begins, as far as two times in the same zone can tell."""
        if self.from_ < self.to or self.from_.endswith("Z") != self.to.endswith("Z"):
            return []
        limits = f"later than `from`, which is {self.from_}"
        return [
            lambda place: problems.out_of_range(
                place.at("to"), self.to, limits, "exchange `from` and `to`, or correct one of them"
            )
        ]


class Follows(Model):
    """The turns of another schedule, shifted."""

    schedule: ScheduleName = Field(description="The other schedule.")
    turns: Turns = Field(description="By how many turns; -1 is whoever had the turn before.")


class Schedule(Model):
    """Who is on call at each time."""

    exactly_one: ClassVar[tuple[str, ...]] = ("layers", "follows")
    name: NewScheduleName = Field(description="The name that the escalation uses.")
    layers: Maybe[Annotated[tuple[Layer, ...], NOT_EMPTY, Distinct("name")]] = Field(
        None, description="Who takes turns; a later layer wins over an earlier one."
    )
    follows: Maybe[Follows] = Field(None, description="The turns of another schedule, shifted.")
    overrides: tuple[Override, ...] = Field((), description="Exceptions, by date.")


class Target(Model):
    """Whom to call."""

    exactly_one: ClassVar[tuple[str, ...]] = ("schedule", "team", "person")
    schedule: Maybe[ScheduleName] = Field(None, description="Whoever is on call in this schedule.")
    team: Maybe[TeamName] = Field(None, description="All members of this team.")
    person: Maybe[PersonName] = Field(None, description="This person.")


class EscalationStep(Model):
    """Whom to call, and how long to wait."""

    call: Annotated[tuple[Target, ...], NOT_EMPTY] = Field(description="Whom to call, all at once.")
    ack_within: PositiveDuration = Field(description="How long this step has before the next one.")


class Fairness(Model):
    """Limits that the linter holds the schedules to."""

    max_share: Maybe[Share] = Field(None, description="The largest share of all hours that one person may have.")
    min_people: Maybe[Count] = Field(None, description="The least number of persons in a roster.")


class OnCallPolicySpec(Model):
    """Schedules and escalation."""

    timezone: Zone = Field(description="The zone of all dates and times that have no other.")
    schedules: Annotated[tuple[Schedule, ...], NOT_EMPTY, Distinct("name")] = Field(description="Who is on call.")
    escalation: Annotated[tuple[EscalationStep, ...], NOT_EMPTY] = Field(description="Who is called, step by step.")
    fairness: Maybe[Fairness] = Field(None, description="Limits that the linter holds the schedules to.")


class OnCallPolicy(Document):
    """Who is called when."""

    noun: ClassVar[str] = "on-call policy"
    kind: Literal["OnCallPolicy"] = Field(description="The kind of this document.")
    spec: OnCallPolicySpec = Field(description="Schedules and escalation.")
