"""`ErrorBudgetPolicy`: what follows from the error budget that is left, and who may decide otherwise."""

from itertools import pairwise
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field

from sre_compiler.kinds import problems
from sre_compiler.kinds.document import Document
from sre_compiler.kinds.faults import Fault
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import Name
from sre_compiler.kinds.quantities import LeftShare, PositiveDuration
from sre_compiler.kinds.scalar import Choice
from sre_compiler.kinds.shapes import NOT_EMPTY, Distinct, Maybe
from sre_compiler.kinds.texts import Text

GATES = ("open", "warn", "frozen")
Gate: TypeAlias = Annotated[Literal["open", "warn", "frozen"], Choice()]


class Threshold(Model):
    """What follows when no more than a share of the budget is left."""

    left: LeftShare = Field(description="The share of the budget; 0% when all of it is spent.")
    gate: Gate = Field("open", description="What the gate of deployments is then: open, warn or frozen.")
    then: Text = Field(description="What follows for people, in a sentence.")


class BudgetOverride(Model):
    """A reason to deploy although the gate is frozen."""

    reason: Name = Field(description="What is given to `--allow`.")
    by: Text = Field(description="Who decides that it applies.")


class ErrorBudgetPolicySpec(Model):
    """Thresholds and what goes with them."""

    thresholds: Annotated[tuple[Threshold, ...], NOT_EMPTY, Distinct("left")] = Field(
        description="What follows from how much is left; the lowest one that is reached counts."
    )
    unfreeze_above: Maybe[LeftShare] = Field(
        None, description="A frozen gate stays frozen until more than this is left; 5% if this is left out."
    )
    page_leg: Gate = Field("frozen", description="What an active leg that pages makes of the gate.")
    ticket_leg: Gate = Field("warn", description="What another active leg makes of the gate.")
    exhausted_within: Maybe[PositiveDuration] = Field(
        None,
        description="Warn if the budget is spent so soon at the burn of the last six hours; 3d if this is left out.",
    )
    overrides: Annotated[tuple[BudgetOverride, ...], Distinct("reason")] = Field(
        (), description="The reasons for which a frozen gate may be passed; any reason if there are none."
    )

    def faults(self) -> list[Fault]:
        """The less is left, the further the gate is closed."""
        falling = sorted(enumerate(self.thresholds), key=lambda one: -one[1].left.ratio)
        pairs = pairwise(falling)
        return [_milder(index, one, before) for (_, before), (index, one) in pairs if _rank(one) < _rank(before)]


def _rank(threshold: Threshold) -> int:
    return GATES.index(threshold.gate)


def _milder(index: int, one: Threshold, before: Threshold) -> Fault:
    limits = f"at least {before.gate} at {one.left} left, because it is that at {before.left}"
    advice = f"write `gate: {before.gate}`, or a milder one at {before.left}"
    return lambda place: problems.out_of_range(place.at("thresholds", index, "gate"), one.gate, limits, advice)


class ErrorBudgetPolicy(Document):
    """What follows from the error budget that is left."""

    noun: ClassVar[str] = "error budget policy"
    kind: Literal["ErrorBudgetPolicy"] = Field(description="The kind of this document.")
    spec: ErrorBudgetPolicySpec = Field(description="Thresholds and what goes with them.")
