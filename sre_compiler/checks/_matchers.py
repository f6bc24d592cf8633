"""What the matchers of a ratio's two sides say about each other."""

from __future__ import annotations

from sre_compiler import promql
from sre_compiler.program.indicators import Query, Ratio

EXACT = "="


def sides(ratio: Ratio) -> tuple[promql.Selector, promql.Selector] | None:
    """The selectors of the two sides where each has one, else None."""
    counted, total = _only(ratio.counted), _only(ratio.total)
    return (counted, total) if counted is not None and total is not None else None


def _only(query: Query) -> promql.Selector | None:
    return query.selectors[0] if len(query.selectors) == 1 else None


def conditions(selector: promql.Selector) -> frozenset[tuple[str, str, str]]:
    """The matchers as values, that of the metric's name left out."""
    return frozenset((one.name, one.op, one.value) for one in selector.matchers if one.name != "__name__")


def have_one_metric(one: promql.Selector, other: promql.Selector) -> bool:
    return one.metric is not None and one.metric == other.metric
