"""What an operator makes of two vectors, or of a vector and a number. UnknownError wherever that is not certain."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping

from sre_compiler.promql.evidence.courses import Labels, Result, Vector
from sre_compiler.promql.evidence.lines import (
    ONE,
    ZERO,
    Line,
    Stretch,
    UnknownError,
    UnsupportedError,
    arithmetic,
    sign,
)
from sre_compiler.promql.nodes import Binary, Matching
from sre_compiler.promql.syntax import COMPARISONS

_COMPARED: Mapping[str, Callable[[int, int], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
}
Pair = tuple[Labels, Line, Line, Line]
"""The labels of the result, both sides, and the value that a comparison passes on."""


def operated(node: Binary, left: Result, right: Result, stretch: Stretch) -> Result:
    """Arithmetic or a comparison."""
    if isinstance(left, Line) and isinstance(right, Line):
        found = _made(node, [(frozenset(), left, right, left)], stretch)
        return next(iter(found.values()))
    if isinstance(right, Line):
        assert not isinstance(left, Line)  # noqa: S101 - both are handled above
        return _made(node, ((labels, value, right, value) for labels, value in left.items()), stretch)
    if isinstance(left, Line):
        return _made(node, ((labels, left, value, value) for labels, value in right.items()), stretch)
    return _made(node, _pairs(node, left, right), stretch)


def _made(node: Binary, pairs: Iterable[Pair], stretch: Stretch) -> Vector:
    found: Vector = {}
    for labels, left, right, value in pairs:
        if node.op not in COMPARISONS:
            found[labels] = arithmetic(node.op, left, right)
            continue
        holds = _COMPARED[node.op](sign(left, right, stretch), 0)
        if node.returns_bool:
            found[labels] = Line(ONE if holds else ZERO)
        elif holds:
            found[labels] = value
    return found


def _meeting(labels: Labels, how: Matching | None) -> Labels:
    """The labels by which two series meet."""
    if how is None or how.kind is None:
        return labels
    names = {one.name for one in how.labels}
    return frozenset(one for one in labels if (one[0] in names) is (how.kind == "on"))


def combined(node: Binary, left: Vector, right: Vector) -> Vector:
    """What `and`, `or` and `unless` leave."""
    here, there = ({_meeting(one, node.matching) for one in vector} for vector in (left, right))
    if node.op == "or":
        return left | {labels: value for labels, value in right.items() if _meeting(labels, node.matching) not in here}
    return {
        labels: value
        for labels, value in left.items()
        if (_meeting(labels, node.matching) in there) is (node.op == "and")
    }


def _pairs(node: Binary, left: Vector, right: Vector) -> Iterator[Pair]:
    """Each series of the one side with that of the other which it meets; of the side with many all that meet the same."""
    how = node.matching
    if how is not None and (how.fill_left is not None or how.fill_right is not None):
        raise UnsupportedError
    group = how.group if how is not None else None
    many, one = (right, left) if group == "group_right" else (left, right)
    by_key = {_meeting(labels, how): labels for labels in one}
    if len(by_key) < len(one) or (group is None and len({_meeting(labels, how) for labels in many}) < len(many)):
        raise UnknownError
    for labels, value in many.items():
        key = _meeting(labels, how)
        if key in by_key:
            other = one[by_key[key]]
            kept = key if group is None else _included(labels, by_key[key], how)
            sides = (other, value) if many is right else (value, other)
            yield kept, *sides, sides[0]


def _included(labels: Labels, other: Labels, how: Matching | None) -> Labels:
    """The labels of the side with many, and those that it takes over."""
    taken = {label.name for label in how.include} if how is not None else set()
    if not taken:
        return labels
    return frozenset(one for one in labels if one[0] not in taken) | {one for one in other if one[0] in taken}
