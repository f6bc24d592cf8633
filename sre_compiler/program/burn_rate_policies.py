"""Burn-rate policies: legs as the specs state them, before an SLO's window gives them their factors."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from sre_compiler import burnrate, kinds
from sre_compiler.burnrate import Leg
from sre_compiler.diagnostics import Place
from sre_compiler.program.sources import Sources
from sre_compiler.units import Duration, Percent


class StatedLeg(Struct, frozen=True):
    """A leg with either a share of the budget or a factor; `severity` before any map."""

    long: Duration
    short: Duration
    budget: Percent | None
    factor: Decimal | None
    severity: str
    place: Place

    def over(self, window: Duration) -> Leg:
        """The leg for an SLO of this window."""
        if self.budget is not None:
            return Leg(self.long, self.short, burnrate.factor_of_share(self.budget.ratio, window, self.long))
        return Leg(self.long, self.short, Fraction(self.factor or 0))

    @property
    def stated(self) -> str:
        """What the spec says of it, in words."""
        return f"{self.budget} of the budget" if self.budget is not None else f"factor {self.factor}"


class BurnRatePolicy(Struct, frozen=True):
    """Legs, fastest first; severity maps by tier; and what happens without data."""

    name: str
    legs: tuple[StatedLeg, ...]
    tiers: Mapping[int, Mapping[str, str]]
    no_data_after: Duration | None
    no_data_severity: str | None
    place: Place


def resolve(sources: Sources) -> dict[str, BurnRatePolicy]:
    """Every policy by name."""
    return {model.metadata.name: _policy(model, place.at("spec")) for model, place in sources.of(kinds.BurnRatePolicy)}


def _policy(model: kinds.BurnRatePolicy, place: Place) -> BurnRatePolicy:
    spec = model.spec
    legs = [
        StatedLeg(leg.long, leg.short, leg.budget, leg.factor, leg.severity, place.at("legs", index))
        for index, leg in enumerate(spec.legs)
    ]
    return BurnRatePolicy(
        name=model.metadata.name,
        legs=tuple(sorted(legs, key=lambda leg: leg.long)),
        tiers=spec.tiers or {},
        no_data_after=spec.no_data.after if spec.no_data else None,
        no_data_severity=spec.no_data.severity if spec.no_data else None,
        place=place,
    )
