"""`Incident`: what happened once, who did what about it, and what is done so that it does not happen again."""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from sre_compiler.kinds import problems
from sre_compiler.kinds.document import Document, Metadata
from sre_compiler.kinds.faults import Fault
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import (
    AlertName,
    EnvironmentName,
    IncidentName,
    Name,
    PastPersonName,
    PastServiceName,
    PastTeamName,
    SeverityName,
    SloId,
    Word,
)
from sre_compiler.kinds.quantities import SpentShare
from sre_compiler.kinds.scalar import Choice
from sre_compiler.kinds.shapes import NOT_EMPTY, Distinct, Maybe, OneOf, Steps
from sre_compiler.kinds.texts import Text, Url
from sre_compiler.kinds.times import Date, LocalDateTime, Zone


class IncidentMetadata(Metadata):
    """What an incident is called; its name may begin with the date."""

    name: IncidentName = Field(description="The name; unique among the incidents. Its review page has it too.")


class LostBudget(Model):
    """An SLO that was missed, and what that cost."""

    slo: SloId = Field(description="The id of the SLO.")
    budget_spent: Maybe[SpentShare] = Field(
        None, description="The share of the error budget of its window that the incident spent; it may be over 100%."
    )


class FiredAlert(Model):
    """An alert that fired."""

    alert: AlertName = Field(description="Its name.")
    severity: Maybe[SeverityName] = Field(None, description="The severity that it fired with.")


class Times(Model):
    """The instants that durations are counted from and to: UTC with a `Z`, or local time of the incident's zone."""

    impact_start: Maybe[LocalDateTime] = Field(
        None, description="When users were first affected, by the series of the SLO and not by memory."
    )
    detected: LocalDateTime = Field(description="When an alert fired or somebody noticed, whichever came first.")
    paged: Maybe[LocalDateTime] = Field(None, description="When the first person was called.")
    acknowledged: Maybe[LocalDateTime] = Field(None, description="When the first person answered.")
    mitigated: Maybe[LocalDateTime] = Field(None, description="When users were no longer affected.")
    resolved: Maybe[LocalDateTime] = Field(None, description="When nothing was left to do at once.")


class Entry(Model):
    """Something that happened or was done."""

    at: LocalDateTime = Field(description="When: UTC with a `Z`, or local time of the incident's zone.")
    event: Text = Field(description="What, in a sentence.")
    by: Maybe[PastPersonName] = Field(None, description="Who did it.")
    link: Maybe[Url] = Field(None, description="The evidence: a graph, a message, a change.")


class Factor(Model):
    """Something without which it would not have happened, or not have been as bad. There are always several."""

    factor: Name = Field(description="A short name; use the same one in every incident, so that it can be counted.")
    detail: Maybe[Text] = Field(None, description="How it contributed here.")


class TeamOwner(Model):
    """A team that owns an action."""

    team: PastTeamName = Field(description="The team.")


Owner: TypeAlias = Annotated[str | TeamOwner, OneOf(PastPersonName, TeamOwner)]
Slo: TypeAlias = Annotated[str | LostBudget, OneOf(SloId, LostBudget)]


class Action(Model):
    """Something that is done because of the incident."""

    action: Text = Field(description="What is done.")
    kind: Annotated[Literal["prevent", "detect", "mitigate", "process"], Choice()] = Field(
        description="Whether the next one does not happen, is noticed sooner, is over sooner, or is handled better."
    )
    owner: Maybe[Owner] = Field(None, description="Who does it: a person, or `{team: payments}`.")
    due: Maybe[Date] = Field(None, description="The last day on which it is in time.")
    ticket: Maybe[Text] = Field(None, description="Where the work is tracked: a link or a number.")
    done: Maybe[Date] = Field(None, description="The day on which it was done.")


class Review(Model):
    """The post-incident review."""

    status: Annotated[Literal["draft", "in_review", "reviewed", "closed"], Choice()] = Field(
        "draft", description="`reviewed` once it was held, `closed` once its actions are done."
    )
    held: Maybe[Date] = Field(None, description="The day on which it was held.")


class IncidentSpec(Model):
    """An incident. Names of services, SLOs and persons are those of then; they may be gone since."""

    severity: SeverityName = Field(description="The worst severity that it reached.")
    environment: Maybe[EnvironmentName] = Field(None, description="Where it happened.")
    services: Annotated[tuple[PastServiceName, ...], NOT_EMPTY, Distinct()] = Field(
        description="The services that were affected."
    )
    slos: tuple[Slo, ...] = Field((), description="The SLOs that were missed: ids, or `{slo, budget_spent}`.")
    criteria: Annotated[tuple[Text, ...], Distinct()] = Field(
        (), description="Which criteria of its severity it met, in the words of the scale."
    )
    detected_by: Maybe[Annotated[Literal["slo_alert", "other_alert", "customer", "person"], Choice()]] = Field(
        None, description="What noticed it first: an alert, a customer, or one of us."
    )
    alerts: tuple[FiredAlert, ...] = Field((), description="The alerts that fired.")
    timezone: Maybe[Zone] = Field(None, description="The zone of all times that have no `Z`.")
    times: Times = Field(description="When it began, was noticed, and was over.")
    roles: dict[Word, Annotated[tuple[PastPersonName, ...], Distinct()]] = Field(
        default_factory=dict, description="For each role who filled it, in order if it was handed over."
    )
    links: dict[Word, Url] = Field(
        default_factory=dict, description="Pages about it: channel, call, status page, dashboard."
    )
    summary: Maybe[Text] = Field(None, description="What happened, in at most three sentences.")
    impact: Maybe[Text] = Field(None, description="Who was affected, how and how much, in numbers.")
    timeline: tuple[Entry, ...] = Field((), description="What happened and what was done, in order.")
    contributing_factors: Annotated[tuple[Factor, ...], Distinct("factor")] = Field(
        (), description="What made it possible. Causes lie in systems, not in persons."
    )
    actions: tuple[Action, ...] = Field((), description="What is done because of it.")
    review: Maybe[Review] = Field(None, description="The post-incident review.")

    def faults(self) -> Iterator[Fault]:
        """A zone is there where a time needs one; of several such times one is enough."""
        times: list[tuple[Steps, str]] = [(("times", moment), at) for moment, at in self.times if at is not None]
        times += [(("timeline", i, "at"), one.at) for i, one in enumerate(self.timeline)]
        local = [(steps, at) for steps, at in times if not at.endswith("Z")]
        if self.timezone is None and local:
            steps, at = local[0]
            yield lambda place: problems.time_without_zone(place.at(*steps), at)


class Incident(Document):
    """Something that users noticed, or nearly did, and what was learned from it."""

    kind: Literal["Incident"] = Field(description="The kind of this document.")
    metadata: IncidentMetadata = Field(description="What the incident is called.")
    spec: IncidentSpec = Field(description="An incident.")
