"""`Severities`: the scale, and how each step of it is answered."""

from typing import Annotated, Literal

from pydantic import Field

from sre_compiler.kinds import problems
from sre_compiler.kinds.document import Document, Named
from sre_compiler.kinds.faults import Fault
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import NOT_EMITTED, NewSeverityName, Word
from sre_compiler.kinds.quantities import AnyDuration, PositiveDuration, Rank
from sre_compiler.kinds.scalar import Choice
from sre_compiler.kinds.shapes import NOT_EMPTY, Distinct, Maybe, Steps, repeated
from sre_compiler.kinds.texts import LabelValue, Text


class IncidentRules(Model):
    """How an incident of this severity is run."""

    roles: Annotated[tuple[Word, ...], NOT_EMPTY, Distinct()] = Field(description="The roles that are filled.")


class Timing(Model):
    """How Alertmanager batches and repeats notifications; what is left out is Alertmanager's default."""

    group_wait: Maybe[AnyDuration] = Field(
        None, description="How long to wait for more alerts before the first message."
    )
    group_interval: Maybe[PositiveDuration] = Field(
        None, description="How long to wait before a message about new alerts."
    )
    repeat_interval: Maybe[PositiveDuration] = Field(None, description="How long to wait before saying the same again.")


class Severity(Named):
    """One step of the scale."""

    name: NewSeverityName = Field(description="The value of the severity label.")
    rank: Rank = Field(description="The place on the scale; 1 is the worst.")
    title: Maybe[Text] = Field(None, description="The name for people.")
    response: Annotated[Literal["page", "ticket", "log"], Choice()] = Field(
        description="What an alert does: wake somebody, open a ticket, or be written down."
    )
    coverage: Annotated[Literal["always", "office"], Choice()] = Field(
        description="When somebody must be reachable: at all times, or in office hours."
    )
    also: Annotated[tuple[LabelValue, ...], Distinct()] = Field(
        (), description="Severity labels of other people's alerts that mean this; each gets its own route."
    )
    ack_within: Maybe[PositiveDuration] = Field(
        None,
        description="How soon somebody must have answered. The handbook takes 5m for the worst page, 15m for others, 4h for tickets and 7d for what is logged, if this is left out.",
    )
    updates_every: Maybe[PositiveDuration] = Field(
        None,
        description="How often those affected hear news. The handbook takes 20m for the worst page, 30m for others and 1d for tickets, if this is left out.",
    )
    criteria: tuple[Text, ...] = Field((), description="What makes an incident one of this severity.")
    incident: Maybe[IncidentRules] = Field(
        None,
        description="How an incident of this severity is run. The handbook takes a commander and a scribe for pages, and for the worst also a deputy and liaisons, if this is left out.",
    )
    review_within: Maybe[PositiveDuration] = Field(
        None,
        description="How soon after an incident its review is held. The handbook takes 3d for the worst page and 7d for others, if this is left out.",
    )
    timing: Maybe[Timing] = Field(None, description="How Alertmanager batches and repeats notifications.")


class SeveritiesSpec(Model):
    """The scale."""

    severities: Annotated[tuple[Severity, ...], NOT_EMPTY, Distinct("name"), Distinct("rank")] = Field(
        description="The steps of the scale."
    )

    def faults(self) -> list[Fault]:
        """`none` is taken, and one label value means one severity."""
        steps = enumerate(self.severities)
        meanings: list[tuple[Steps, str]] = [(("severities", i, "name"), one.name) for i, one in steps]
        for i, one in enumerate(self.severities):
            meanings += [(("severities", i, "also", j), word) for j, word in enumerate(one.also)]
        taken = [where for where, word in meanings if word == NOT_EMITTED]
        return [*repeated(meanings), *map(_taken, taken)]


def _taken(steps: Steps) -> Fault:
    rule = "free: in a severity map it means that nothing is emitted"
    return lambda place: problems.invalid_name(place.at(*steps), NOT_EMITTED, rule, "use another name")


class Severities(Document):
    """The scale of severities, once for the whole project."""

    kind: Literal["Severities"] = Field(description="The kind of this document.")
    spec: SeveritiesSpec = Field(description="The scale.")
