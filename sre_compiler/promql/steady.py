"""What an expression gives after a while in which every series stands still or grows evenly.

Exact, and UnknownError wherever that is not certain: only what such an expression usually consists of is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from sre_compiler.promql.constants import constant, seconds
from sre_compiler.promql.courses import Course, Courses, Labels, UnknownError, Vector
from sre_compiler.promql.inspection import unwrapped
from sre_compiler.promql.nodes import Aggregation, Binary, Call, Expr, Grouping, Range, Selector
from sre_compiler.promql.operators import SETS, combined, joined, kept
from sre_compiler.promql.samples import are_plain, matched

ABSENCES = frozenset({"absent", "absent_over_time"})


def result(expr: Expr, courses: Courses, step: int) -> Vector:
    """The series that the expression returns, where samples are `step` seconds apart."""
    node = unwrapped(expr)
    match node:
        case Selector():
            return _instant(node, courses)
        case Call():
            return _call(node, courses, step)
        case Aggregation():
            return _aggregated(node, result(node.expr, courses, step))
        case Binary():
            return _binary(node, courses, step)
    raise UnknownError


def _selected(selector: Selector, courses: Courses) -> list[tuple[Labels, Course]]:
    if selector.metric is None or selector.at or selector.offset or selector.extension:
        raise UnknownError
    if not are_plain(selector.matchers):
        raise UnknownError
    return [
        (series.labels, course)
        for series, course in courses.items()
        if series.metric == selector.metric and matched(selector.matchers, dict(series.labels))
    ]


def _instant(selector: Selector, courses: Courses) -> Vector:
    found = _selected(selector, courses)
    if any(course.grows is not None for _, course in found):
        raise UnknownError
    return {labels: course.value for labels, course in found}


def _call(node: Call, courses: Courses, step: int) -> Vector:
    inner = unwrapped(node.args[0]) if node.args else None
    if node.function in ABSENCES and isinstance(inner, Selector | Range):
        selector = inner if isinstance(inner, Selector) else inner.selector
        return {} if _selected(selector, courses) else {_stated(selector): Fraction(1)}
    length = seconds(inner) if isinstance(inner, Range) else None
    if node.function not in {"rate", "increase"} or length is None or not isinstance(inner, Range):
        raise UnknownError
    factor = Fraction(1, step) * (1 if node.function == "rate" else length)
    found = _selected(inner.selector, courses)
    return {labels: factor * (course.grows or 0) for labels, course in found}


def _stated(selector: Selector) -> Labels:
    """The labels that `absent` takes from the matchers."""
    return frozenset((one.name, one.value) for one in selector.matchers if one.op == "=" and one.name != "__name__")


def _aggregated(node: Aggregation, vector: Vector) -> Vector:
    groups: dict[Labels, list[Fraction]] = {}
    for labels, value in vector.items():
        groups.setdefault(_grouped(labels, node.grouping), []).append(value)
    ways: Mapping[str, Callable[[list[Fraction]], Fraction]] = {
        "sum": lambda values: sum(values, Fraction()),
        "avg": lambda values: sum(values, Fraction()) / len(values),
        "min": min,
        "max": max,
    }
    if node.op not in ways:
        raise UnknownError
    return {labels: ways[node.op](values) for labels, values in groups.items()}


def _grouped(labels: Labels, grouping: Grouping | None) -> Labels:
    if grouping is None:
        return frozenset()
    names = {one.name for one in grouping.labels}
    return frozenset(one for one in labels if (one[0] in names) is not grouping.without)


def _binary(node: Binary, courses: Courses, step: int) -> Vector:
    if node.returns_bool or (node.matching is not None and (node.matching.fill_left or node.matching.fill_right)):
        raise UnknownError
    left, right = constant(node.left), constant(node.right)
    if node.op in SETS:
        return combined(node, result(node.left, courses, step), result(node.right, courses, step))
    if right is not None:
        vector = result(node.left, courses, step)
        return kept((labels, node.op, value, right, value) for labels, value in vector.items())
    if left is not None:
        vector = result(node.right, courses, step)
        return kept((labels, node.op, left, value, value) for labels, value in vector.items())
    return joined(node, result(node.left, courses, step), result(node.right, courses, step))
