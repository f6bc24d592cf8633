"""How often a healthy service alerts by chance, and what `min_errors` changes: fewer of these for later detection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
from msgspec import Struct

from sre_compiler import burnrate
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.simulation.detection import detections, with_min_errors
from sre_compiler.simulation.months import Draw, Month, month, others, paging, scrapes
from sre_compiler.simulation.site import Site

COUNTS = (1, 2, 3, 5, 10)
OUTAGES = (Fraction(1), Fraction(1, 10))
"""What is asked how late it is seen: a total outage, and one of every tenth event."""


class FalseAlarms(Struct, frozen=True):
    """With so many errors needed: alerts a month without an outage, and seconds to detect outages by the first page.

    `predicted` is the arithmetic of `burnrate` for the leg that pages most; `detected` is None for an outage that no page is for.
    Where nothing pages, both are about the other alerts.
    """

    min_errors: int
    pages: float
    tickets: float
    predicted: float
    detected: tuple[float | None, ...]


def false_alarms(site: Site, draw: Draw) -> list[FalseAlarms]:
    """Months in which half the budget is spent, evenly: the declared `min_errors` beside others."""
    wanted = sorted({*COUNTS, site.objective.min_errors})
    pages, tickets = dict.fromkeys(wanted, 0), dict.fromkeys(wanted, 0)
    for one in healthy_months(site, draw):
        for count in wanted:
            pages[count] += len(one.alerts(paging(site), count))
            tickets[count] += len(one.alerts(others(site), count))
    return [
        FalseAlarms(count, pages[count] / draw.months, tickets[count] / draw.months, _predicted(site, count), seen)
        for count in wanted
        for seen in [tuple(_detected(with_min_errors(site, count), ratio) for ratio in OUTAGES)]
    ]


def healthy_months(site: Site, draw: Draw) -> Iterator[Month]:
    """Months whose errors spend half of the budget."""
    ratio = np.full(scrapes(site), float(site.objective.budget) / 2)
    return (month(site, chance, draw.shape, ratio) for chance in draw.chances())


def _predicted(site: Site, count: int) -> float:
    one = site.objective
    rates = (burnrate.false_alarms_a_month(leg.leg, one.objective, site.per_second, count) for leg in _first_legs(site))
    return max(rates, default=0.0)


def _detected(site: Site, ratio: Fraction) -> float | None:
    """Seconds until the first page."""
    legs = _first_legs(site)
    return min(
        (one.after for one in detections(site, ratio) if one.leg in legs and one.after is not None), default=None
    )


def _first_legs(site: Site) -> Sequence[PolicyLeg]:
    """The legs that page, or where none does, all."""
    return paging(site) or others(site)
