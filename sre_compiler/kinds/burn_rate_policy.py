"""`BurnRatePolicy`: the legs of multiwindow, multi-burn-rate alerting, and the severity of each."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sre_compiler.kinds import problems
from sre_compiler.kinds.alerting import SeverityMap
from sre_compiler.kinds.document import Document
from sre_compiler.kinds.faults import Fault
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import SeverityName
from sre_compiler.kinds.quantities import AnyDuration, PositiveDuration, PositiveNumber, Share, TierKey
from sre_compiler.kinds.shapes import NOT_EMPTY, Distinct, Maybe


class Leg(Model):
    """A pair of windows that both burn faster than a factor; it is called by its long window."""

    exactly_one: ClassVar[tuple[str, ...]] = ("budget", "factor")
    budget: Maybe[Share] = Field(
        None, description="The share of the budget spent within the long window when it fires."
    )
    factor: Maybe[PositiveNumber] = Field(
        None, description="The burn rate; 1 spends the budget in exactly the SLO's window."
    )
    long: PositiveDuration = Field(description="The window that decides whether it matters.")
    short: PositiveDuration = Field(
        description="The window that decides whether it is still going on; shorter than `long`."
    )
    severity: SeverityName = Field(description="The severity of the alert.")

    def faults(self) -> list[Fault]:
        """The short window is the shorter one."""
        if self.short < self.long:
            return []
        short, limits = str(self.short), f"shorter than `long`, which is {self.long}"
        return [
            lambda place: problems.out_of_range(
                place.at("short"), short, limits, "write a shorter one, usually a twelfth of `long`"
            )
        ]


class PolicyNoData(Model):
    """The alert for missing data, where an SLO asks for it and says no more."""

    after: Maybe[AnyDuration] = Field(None, description="How long data must be missing; 10m if this is left out.")
    severity: Maybe[SeverityName] = Field(None, description="The severity of the alert; no alert if this is left out.")


class BurnRatePolicySpec(Model):
    """Legs and what goes with them."""

    legs: Annotated[tuple[Leg, ...], NOT_EMPTY, Distinct("long")] = Field(
        description="The legs; no two with the same long window."
    )
    no_data: Maybe[PolicyNoData] = Field(None, description="The alert for missing data.")
    tiers: dict[TierKey, SeverityMap] = Field(
        default_factory=dict, description="For services of a tier: severities to emit instead."
    )


class BurnRatePolicy(Document):
    """When a burning budget alerts whom."""

    noun: ClassVar[str] = "burn-rate policy"
    kind: Literal["BurnRatePolicy"] = Field(description="The kind of this document.")
    spec: BurnRatePolicySpec = Field(description="Legs and what goes with them.")
