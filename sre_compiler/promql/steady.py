"""What an expression gives after a while in which every series stands still or grows evenly.

Exact, and None wherever that is not certain: only what such an expression usually consists of is known.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import isfinite

from msgspec import Struct

from sre_compiler.promql.inspection import unwrapped
from sre_compiler.promql.nodes import (
    Aggregation,
    Binary,
    Call,
    Expr,
    Grouping,
    Matching,
    Number,
    Range,
    Selector,
    Unary,
)
from sre_compiler.promql.samples import matched
from sre_compiler.promql.syntax import COMPARISONS

Labels = frozenset[tuple[str, str]]
Vector = dict[Labels, Fraction]
SETS = frozenset({"and", "or", "unless"})
ABSENCES = frozenset({"absent", "absent_over_time"})
_COMPARED: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
}
_COUNTED: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


class Series(Struct, frozen=True):
    """A series by its name."""

    metric: str
    labels: Labels


class Course(Struct, frozen=True):
    """A value that stays, or a counter that grows by `grows` at every sample."""

    value: Fraction
    grows: int | None = None


Courses = Mapping[Series, Course]


class UnknownError(Exception):
    """The result is not certain."""


def constant(expr: Expr) -> Fraction | None:
    """The number that is written, also as `-1` or `24 * 3600`."""
    node = unwrapped(expr)
    if isinstance(node, Number):
        return Fraction(repr(node.value)) if isfinite(node.value) else None
    if isinstance(node, Unary):
        inner = constant(node.expr)
        return -inner if inner is not None and node.op == "-" else inner
    if isinstance(node, Binary) and node.op in _COUNTED:
        left, right = constant(node.left), constant(node.right)
        if left is not None and right is not None and (right or node.op != "/"):
            return _COUNTED[node.op](left, right)
    return None


def seconds(node: Range) -> Fraction | None:
    """How long a range is; None where it is moved in time or worked out."""
    if node.at is not None or node.offset is not None or node.extension is not None:
        return None
    return constant(node.duration) if isinstance(unwrapped(node.duration), Number) else None


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
        return _set(node, result(node.left, courses, step), result(node.right, courses, step))
    if right is not None:
        vector = result(node.left, courses, step)
        return _kept((labels, node.op, value, right, value) for labels, value in vector.items())
    if left is not None:
        vector = result(node.right, courses, step)
        return _kept((labels, node.op, left, value, value) for labels, value in vector.items())
    return _joined(node, result(node.left, courses, step), result(node.right, courses, step))


def _kept(pairs: Iterable[tuple[Labels, str, Fraction, Fraction, Fraction]]) -> Vector:
    """What an operator makes of pairs; of a comparison that holds, the value of the vector."""
    found = {}
    for labels, op, left, right, value in pairs:
        if op in COMPARISONS:
            if _COMPARED[op](left, right):
                found[labels] = value
        elif op not in _COUNTED or (op == "/" and not right):
            raise UnknownError
        else:
            found[labels] = _COUNTED[op](left, right)
    return found


def _meeting(labels: Labels, how: Matching | None) -> Labels:
    """The labels by which two series meet."""
    if how is None or how.kind is None:
        return labels
    names = {one.name for one in how.labels}
    return frozenset(one for one in labels if (one[0] in names) is (how.kind == "on"))


def _set(node: Binary, left: Vector, right: Vector) -> Vector:
    here, there = ({_meeting(one, node.matching) for one in vector} for vector in (left, right))
    if node.op == "or":
        return left | {labels: value for labels, value in right.items() if _meeting(labels, node.matching) not in here}
    return {
        labels: value
        for labels, value in left.items()
        if (_meeting(labels, node.matching) in there) is (node.op == "and")
    }


def _joined(node: Binary, left: Vector, right: Vector) -> Vector:
    how = node.matching
    sides = [{_meeting(one, how): one for one in vector} for vector in (left, right)]
    if len(sides[0]) < len(left) or len(sides[1]) < len(right) or (how is not None and how.include):
        raise UnknownError
    many = right if how is not None and how.group == "group_right" else left
    grouped = how is not None and how.group is not None
    number = 1 if many is right else 0
    both = [key for key in sides[0] if key in sides[1]]
    return _kept(
        (
            sides[number][key] if grouped else key,
            node.op,
            left[sides[0][key]],
            right[sides[1][key]],
            left[sides[0][key]],
        )
        for key in both
    )
