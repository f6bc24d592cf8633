"""`Scenario`: what could happen to an objective, for `simulate` to replay. It is no spec, and stands outside of them."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sre_compiler.kinds import problems
from sre_compiler.kinds.document import Document
from sre_compiler.kinds.faults import Fault
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import SloId
from sre_compiler.kinds.quantities import (
    AnyDuration,
    Count,
    PositiveDuration,
    PositiveNumber,
    PositiveRate,
    Share,
    TrafficShare,
)
from sre_compiler.kinds.scalar import Choice
from sre_compiler.kinds.shapes import NOT_EMPTY, Maybe
from sre_compiler.kinds.texts import LabelValue


class Happening(Model):
    """One thing that changes for a while; what happens later in the list wins where two overlap."""

    exactly_one: ClassVar[tuple[str, ...]] = ("errors", "traffic", "data", "process")
    at: AnyDuration = Field(description="When it begins, counted from the begin of the scenario.")
    lasts: Maybe[PositiveDuration] = Field(None, description="How long it lasts; to the end if this is left out.")
    errors: Maybe[Share] = Field(None, description="The share of events that are bad.")
    traffic: Maybe[TrafficShare] = Field(None, description="What is left of the traffic, or over 100% how it grows.")
    data: Maybe[Annotated[Literal["missing"], Choice()]] = Field(None, description="`missing`: nothing can be scraped.")
    process: Maybe[Annotated[Literal["restarts"], Choice()]] = Field(
        None, description="`restarts`: its counters begin at zero."
    )
    group: Maybe[LabelValue] = Field(
        None, description="The group that it happens to, of an SLO with `group_by`; else all."
    )


class ScenarioSpec(Model):
    """How long to look, and what happens."""

    slo: Maybe[SloId] = Field(None, description="The SLO that it is about, where the command names none.")
    lasts: PositiveDuration = Field(description="How long to look.")
    history: Maybe[PositiveDuration] = Field(
        None, description="How long the service was well before; as long as the longest window if this is left out."
    )
    traffic: Maybe[PositiveRate] = Field(None, description="Events a second; those of the service if this is left out.")
    daily_peak: Maybe[PositiveNumber] = Field(
        None,
        description="The traffic of the busiest moment of a day over that of the quietest one; steady if left out.",
    )
    weekend: Maybe[Share] = Field(None, description="The traffic of the last two days of a week, of a working day's.")
    errors: Maybe[Share] = Field(
        None, description="The share of events that are bad when nothing happens; none if left out."
    )
    seed: Maybe[Count] = Field(
        None, description="Events come by chance, the same for the same seed; exactly and evenly if this is left out."
    )
    events: Annotated[tuple[Happening, ...], NOT_EMPTY] = Field(description="What happens.")

    def faults(self) -> list[Fault]:
        """Nothing begins after the end."""
        late = [number for number, one in enumerate(self.events) if one.at >= self.lasts]
        return [self._late(number) for number in late]

    def _late(self, number: int) -> Fault:
        written, limits = str(self.events[number].at), f"before the end of the scenario, which lasts {self.lasts}"
        return lambda place: problems.out_of_range(
            place.at("events", number, "at"), written, limits, "let it begin earlier, or let the scenario last longer"
        )


class Scenario(Document):
    """What could happen to an objective."""

    kind: Literal["Scenario"] = Field(description="The kind of this document.")
    spec: ScenarioSpec = Field(description="How long to look, and what happens.")
