"""What aggregations make of series."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from sre_compiler.promql.constants import constant
from sre_compiler.promql.evidence.courses import Labels, Vector
from sre_compiler.promql.evidence.lines import ONE, ZERO, Line, UnknownError, UnsupportedError, arithmetic
from sre_compiler.promql.nodes import Aggregation, Grouping, String

_SELECTIONS = frozenset({"topk", "bottomk"})


def aggregated(node: Aggregation, vector: Vector) -> Vector:
    """One series for each group, or of `topk` and its like those that were there."""
    groups: dict[Labels, dict[Labels, Line]] = {}
    for labels, value in vector.items():
        groups.setdefault(_grouped(labels, node.grouping), {})[labels] = value
    if node.op in _SELECTIONS:
        return {labels: value for group in groups.values() for labels, value in _selected(node, group).items()}
    if node.op == "count_values":
        return _values(node, groups)
    return {labels: _one(node.op, list(group.values())) for labels, group in groups.items()}


def _grouped(labels: Labels, grouping: Grouping | None) -> Labels:
    if grouping is None:
        return frozenset()
    names = {one.name for one in grouping.labels}
    if "__name__" in names:
        raise UnsupportedError
    return frozenset(one for one in labels if (one[0] in names) is not grouping.without)


def _selected(node: Aggregation, group: Vector) -> Vector:
    """All series of a group, where it has no more of them than are wanted."""
    wanted = constant(node.parameter) if node.parameter is not None else None
    if wanted is None or wanted < len(group):
        raise UnknownError
    return group


def _values(node: Aggregation, groups: dict[Labels, Vector]) -> Vector:
    """How many series have each value, which becomes a label."""
    if not isinstance(node.parameter, String):
        raise UnsupportedError
    counted: dict[Labels, int] = {}
    for labels, group in groups.items():
        for line in group.values():
            if line.slope or not line.exact or line.start.denominator != 1 or abs(line.start) >= 10**6:
                raise UnknownError
            named = frozenset({*labels, (node.parameter.value, str(line.start))})
            counted[named] = counted.get(named, 0) + 1
    return {labels: Line(Fraction(count)) for labels, count in counted.items()}


def _one(op: str, values: list[Line]) -> Line:
    match op:
        case "sum" | "avg":
            total = reduce(lambda left, right: arithmetic("+", left, right), values)
            return total if op == "sum" or len(values) == 1 else arithmetic("/", total, Line(Fraction(len(values))))
        case "count" | "group":
            return Line(Fraction(len(values)) if op == "count" else ONE)
        case "min" | "max":
            return _extreme(op, values)
        case "stddev" | "stdvar" | "quantile":
            return _spread(op, values)
    raise UnsupportedError


def _spread(op: str, values: list[Line]) -> Line:
    """Of one series, or of some that are alike."""
    if any(one != values[0] for one in values) or values[0].slope:
        raise UnknownError
    return values[0] if op == "quantile" else Line(ZERO)


def _extreme(op: str, values: list[Line]) -> Line:
    if len(values) > 1 and any(one.slope != values[0].slope for one in values):
        raise UnknownError
    best = max if op == "max" else min
    return best(values, key=lambda one: one.start)
