"""`Team`: who they are, how they are reached, and which severity goes where."""

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field

from sre_compiler.kinds.document import Document
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import CalendarName, OnCallPolicyName, PersonName, ReceiverName, SeverityName, TeamName
from sre_compiler.kinds.receiver import Receiver
from sre_compiler.kinds.scalar import Choice
from sre_compiler.kinds.shapes import NOT_EMPTY, Distinct, Maybe, OneOf


class Notification(Model):
    """A receiver that is told at some hours only."""

    receiver: ReceiverName = Field(description="One of the team's receivers.")
    when: Annotated[Literal["always", "office", "off_hours"], Choice()] = Field(
        "always", description="When it is told, by the team's calendar."
    )


NotificationChoice: TypeAlias = Annotated[str | Notification, OneOf(ReceiverName, Notification)]


class Cover(Model):
    """Another team that answers in this one's place."""

    team: TeamName = Field(description="The other team.")
    severities: Annotated[tuple[SeverityName, ...], NOT_EMPTY, Distinct()] = Field(
        description="The severities that it answers."
    )


class TeamSpec(Model):
    """A team."""

    members: Annotated[tuple[PersonName, ...], NOT_EMPTY, Distinct()] = Field(description="The persons.")
    calendar: Maybe[CalendarName] = Field(None, description="Their office hours.")
    oncall: Maybe[OnCallPolicyName] = Field(None, description="The policy that says who of them is on call.")
    receivers: Annotated[tuple[Receiver, ...], Distinct("name")] = Field((), description="The ways to reach them.")
    notify: dict[SeverityName, Annotated[tuple[NotificationChoice, ...], NOT_EMPTY]] = Field(
        default_factory=dict,
        description="For each severity the receivers that are told: a name, or `{receiver, when}`.",
    )
    covered_by: tuple[Cover, ...] = Field((), description="Teams that answer some severities in this one's place.")


class Team(Document):
    """A team, and how it is told."""

    noun: ClassVar[str] = "team"
    kind: Literal["Team"] = Field(description="The kind of this document.")
    spec: TeamSpec = Field(description="A team.")
