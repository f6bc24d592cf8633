"""What an SLO and the project's defaults say about alerts."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import SeverityName, SeverityOrNone
from sre_compiler.kinds.quantities import AnyDuration, Count, PositiveDuration
from sre_compiler.kinds.scalar import Choice
from sre_compiler.kinds.shapes import NOT_EMPTY, Distinct, Maybe, OneOf

SeverityMap: TypeAlias = dict[SeverityName, SeverityOrNone]
"""Severity → the one that is emitted instead; `none` for not at all."""

MissingData: TypeAlias = Annotated[Literal["alert", "bad", "ignore"], Choice()]


class NoData(Model):
    """What a missing indicator means, in full."""

    then: MissingData = Field("alert", description="What missing data is: an alert, bad events, or nothing.")
    after: Maybe[AnyDuration] = Field(None, description="How long data must be missing before it alerts.")
    severity: Maybe[SeverityName] = Field(None, description="The severity of the alert.")


class Alerting(Model):
    """How an SLO differs from its burn-rate policy."""

    legs: Maybe[Annotated[tuple[PositiveDuration, ...], NOT_EMPTY, Distinct()]] = Field(
        None, description="The legs to keep, each called by its long window; all of them if this is left out."
    )
    min_errors: Maybe[Count] = Field(None, description="Each leg also needs this many bad events in its long window.")
    severities: SeverityMap = Field(
        default_factory=dict, description="Severities to emit instead of those of the policy; `none` for none."
    )


NoDataChoice: TypeAlias = Annotated[Literal["alert", "bad", "ignore"] | NoData, OneOf(MissingData, NoData)]
AlertingChoice: TypeAlias = Annotated[Literal["none"] | Alerting, OneOf(Annotated[Literal["none"], Choice()], Alerting)]
