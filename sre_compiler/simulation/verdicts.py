"""What alerts make of outages that come by chance: precision, recall, how late, how much budget."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from sre_compiler.simulation.months import LENGTH, Draw, Spans, others, paging
from sre_compiler.simulation.outage_model import Drawn, OutageModel, drawn_month
from sre_compiler.simulation.site import Site


class Verdict(Struct, frozen=True):
    """What some legs made of all months. `precision` and `recall` are None where there is nothing to count.

    An alert is right where the outage that is going on, or was the last one, matters. An outage is found where an alert begins
    after it does and before the next; `late` are the seconds until then, `spent` the share of the budget, of the median and
    of nine in ten.
    """

    alerts: float
    precision: float | None
    recall: float | None
    recall_of_much: float | None
    late: tuple[float, float] | None
    spent: tuple[float, float] | None


class Verdicts(Struct, frozen=True):
    """The model, and what pages and tickets made of it."""

    model: OutageModel
    months: int
    outages: int
    that_matter: int
    pages: Verdict
    tickets: Verdict


class _Found(Struct, frozen=True):
    """One month: its outages, and the alerts of some legs."""

    outages: Sequence[Drawn]
    alerts: Spans


def judge(site: Site, draw: Draw, model: OutageModel | None = None) -> Verdicts:
    """Random months with outages of the model, judged for the legs that page and for the others."""
    model = model or OutageModel()
    pages: list[_Found] = []
    tickets: list[_Found] = []
    for chance in draw.chances():
        drawn, one = drawn_month(site, chance, draw, model)
        pages.append(_Found(drawn, one.alerts(paging(site))))
        tickets.append(_Found(drawn, one.alerts(others(site))))
    every = [one for found in pages for one in found.outages]
    return Verdicts(
        model=model,
        months=draw.months,
        outages=len(every),
        that_matter=sum(one.spends >= model.matters for one in every),
        pages=_verdict(pages, model, draw.months),
        tickets=_verdict(tickets, model, draw.months),
    )


def _verdict(months: Sequence[_Found], model: OutageModel, count: int) -> Verdict:
    right = [_blames(one, start, model) for one in months for start, _ in one.alerts]
    seen = [(drawn, _late(one, number)) for one in months for number, drawn in enumerate(one.outages)]
    matter = [late for drawn, late in seen if drawn.spends >= model.matters]
    much = [late for drawn, late in seen if drawn.spends >= model.much]
    lates = sorted(late for late in matter if late is not None)
    return Verdict(
        alerts=len(right) / count,
        precision=_share(right),
        recall=_share([late is not None for late in matter]),
        recall_of_much=_share([late is not None for late in much]),
        late=_spread(lates),
        spent=_spread(
            sorted(
                _spent_by_then(drawn, late)
                for drawn, late in seen
                if late is not None and drawn.spends >= model.matters
            )
        ),
    )


def _blames(found: _Found, start: int, model: OutageModel) -> bool:
    before = [one for one in found.outages if one.start <= start]
    return bool(before) and before[-1].spends >= model.matters


def _late(found: _Found, number: int) -> float | None:
    """Seconds from the begin of an outage to the first alert before the next outage; 0 where one is firing already."""
    begin = found.outages[number].start
    until = found.outages[number + 1].start if number + 1 < len(found.outages) else LENGTH.milliseconds
    if any(start <= begin <= end for start, end in found.alerts):
        return 0.0
    return next(((start - begin) / 1000 for start, _ in found.alerts if begin < start <= until), None)


def _spent_by_then(drawn: Drawn, late: float) -> float:
    """What an outage has spent so many seconds after its begin; it spends evenly."""
    lasts = (drawn.end - drawn.start) / 1000
    return drawn.spends * min(1.0, late / lasts) if lasts else drawn.spends


def _share(flags: Sequence[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None


def _spread(values: Sequence[float]) -> tuple[float, float] | None:
    """The median, and what nine in ten stay below."""
    return (float(np.quantile(values, 0.5)), float(np.quantile(values, 0.9))) if values else None
