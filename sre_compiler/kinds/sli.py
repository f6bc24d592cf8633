"""`SLI`: what counts as bad, and what is counted; as a document with parameters, or written out in an SLO."""

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field

from sre_compiler.kinds.document import Document
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import ParameterName, SliName
from sre_compiler.kinds.quantities import AnyNumber, Flag, PositiveDuration, PositiveNumber, Share
from sre_compiler.kinds.scalar import Choice
from sre_compiler.kinds.shapes import Distinct, Maybe, OneOf
from sre_compiler.kinds.texts import ParameterValue, PromQL


class Ratio(Model):
    """Events: the bad ones or the good ones, and all of them."""

    exactly_one: ClassVar[tuple[str, ...]] = ("errors", "good")
    errors: Maybe[PromQL] = Field(None, description="The bad events: a selector, or events per second with `$window`.")
    good: Maybe[PromQL] = Field(None, description="The good events, where the bad ones cannot be counted.")
    total: PromQL = Field(description="All events.")


class Latency(Model):
    """Events slower than a bound are bad."""

    histogram: PromQL = Field(description="The selector of a histogram, by its base name.")
    below: PositiveDuration = Field(description="The bound; a slower event is bad.")
    total: Maybe[PromQL] = Field(None, description="All events, if they are not the count of the histogram.")
    native: Flag = Field(False, description="Whether it is a native histogram.")
    unit: Maybe[Annotated[Literal["seconds", "milliseconds", "microseconds", "nanoseconds"], Choice()]] = Field(
        None, description="The unit of the metric, if its name does not end in it."
    )
    buckets: Annotated[tuple[PositiveNumber, ...], Distinct()] = Field(
        (), description="The bounds of the buckets, in the unit of the metric; `below` must be one of them."
    )


class Probe(Model):
    """A sample of 0 is bad; with a quorum, a minute in which too few are up."""

    up: PromQL = Field(description="The selector of a metric that is 1 for success and 0 for failure.")
    quorum: Maybe[Share] = Field(None, description="The share of the probes that must be up.")


class Threshold(Model):
    """A minute in which a gauge is out of bounds is bad."""

    exactly_one: ClassVar[tuple[str, ...]] = ("bad_above", "bad_below")
    value: PromQL = Field(description="The gauge.")
    bad_above: Maybe[AnyNumber] = Field(None, description="The bound; a larger value is bad.")
    bad_below: Maybe[AnyNumber] = Field(None, description="The bound; a smaller value is bad.")


class Freshness(Model):
    """A minute in which the last success is too old is bad."""

    timestamp: PromQL = Field(description="The selector of the time of the last success, in seconds since 1970.")
    within: PositiveDuration = Field(description="The age from which on it is bad.")


class Indicator(Model):
    """What counts as bad: exactly one of the ways to say it."""

    exactly_one: ClassVar[tuple[str, ...]] = ("ratio", "latency", "probe", "threshold", "freshness")
    ratio: Maybe[Ratio] = Field(None, description="Bad or good events, and all events.")
    latency: Maybe[Latency] = Field(None, description="Events slower than a bound are bad.")
    probe: Maybe[Probe] = Field(None, description="Failed probes are bad.")
    threshold: Maybe[Threshold] = Field(None, description="A gauge out of bounds is bad.")
    freshness: Maybe[Freshness] = Field(None, description="A success too long ago is bad.")


class InlineSli(Indicator):
    """An indicator that is written out in an SLO."""


class UseSli(Model):
    """An SLI document, with values for its parameters."""

    use: SliName = Field(description="The name of the SLI.")
    with_: dict[ParameterName, ParameterValue] = Field(
        default_factory=dict, description="Values for its parameters, instead of the defaults."
    )


SliChoice: TypeAlias = Annotated[
    str | UseSli | InlineSli, OneOf(SliName, InlineSli, marks=frozenset({"use", "with"}), marked=UseSli)
]


class SliSpec(Indicator):
    """An indicator with parameters: `$name` stands for one in PromQL."""

    params: dict[ParameterName, ParameterValue] = Field(
        default_factory=dict, description="The parameters and their defaults; `$service` may stand in them."
    )


class SLI(Document):
    """An indicator that several SLOs use."""

    noun: ClassVar[str] = "SLI"
    kind: Literal["SLI"] = Field(description="The kind of this document.")
    spec: SliSpec = Field(description="An indicator with parameters.")
