"""Error budget policies: what follows from a budget, with what is left out filled in."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from sre_compiler import kinds
from sre_compiler.diagnostics import Place
from sre_compiler.program.sources import Sources
from sre_compiler.units import Duration

UNFREEZE_ABOVE = Decimal("0.05")
EXHAUSTED_WITHIN = Duration.seconds(3 * 86_400)


class Threshold(Struct, frozen=True):
    """At this share of the budget left, a ratio of one, or less, the gate is this, and `then` follows."""

    left: Decimal
    gate: str
    then: str


class ErrorBudgetPolicy(Struct, frozen=True):
    """Thresholds, the lowest first; what active legs make of the gate; and reasons to pass it, with who decides."""

    name: str
    thresholds: tuple[Threshold, ...]
    unfreeze_above: Decimal
    page_leg: str
    ticket_leg: str
    exhausted_within: Duration
    overrides: tuple[tuple[str, str], ...]
    place: Place


STANDARD = ErrorBudgetPolicy(
    name="",
    thresholds=(Threshold(Decimal(0), "frozen", ""), Threshold(Decimal("0.25"), "warn", "")),
    unfreeze_above=UNFREEZE_ABOVE,
    page_leg="frozen",
    ticket_leg="warn",
    exhausted_within=EXHAUSTED_WITHIN,
    overrides=(),
    place=Place("", 0, ()),
)
"""Where the specs have none."""


def resolve(sources: Sources) -> dict[str, ErrorBudgetPolicy]:
    """Every policy by name."""
    return {model.metadata.name: _policy(model, place) for model, place in sources.of(kinds.ErrorBudgetPolicy)}


def _policy(model: kinds.ErrorBudgetPolicy, place: Place) -> ErrorBudgetPolicy:
    spec = model.spec
    thresholds = (Threshold(one.left.ratio, one.gate, one.then) for one in spec.thresholds)
    return ErrorBudgetPolicy(
        name=model.metadata.name,
        thresholds=tuple(sorted(thresholds, key=lambda one: one.left)),
        unfreeze_above=spec.unfreeze_above.ratio if spec.unfreeze_above else UNFREEZE_ABOVE,
        page_leg=spec.page_leg,
        ticket_leg=spec.ticket_leg,
        exhausted_within=spec.exhausted_within or EXHAUSTED_WITHIN,
        overrides=tuple((one.reason, one.by) for one in spec.overrides),
        place=place,
    )
