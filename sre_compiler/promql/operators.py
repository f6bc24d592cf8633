"""What an operator makes of two vectors, or of a vector and a number. Exact, and UnknownError wherever that is not certain."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from sre_compiler.promql.constants import ARITHMETIC
from sre_compiler.promql.courses import Labels, UnknownError, Vector
from sre_compiler.promql.nodes import Binary, Matching
from sre_compiler.promql.syntax import COMPARISONS

SETS = frozenset({"and", "or", "unless"})
_COMPARED: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
}


def kept(pairs: Iterable[tuple[Labels, str, Fraction, Fraction, Fraction]]) -> Vector:
    """What an operator makes of pairs; of a comparison that holds, the value of the vector."""
    found = {}
    for labels, op, left, right, value in pairs:
        if op in COMPARISONS:
            if _COMPARED[op](left, right):
                found[labels] = value
        elif op not in ARITHMETIC or (op == "/" and not right):
            raise UnknownError
        else:
            found[labels] = ARITHMETIC[op](left, right)
    return found


def _meeting(labels: Labels, how: Matching | None) -> Labels:
    """The labels by which two series meet."""
    if how is None or how.kind is None:
        return labels
    names = {one.name for one in how.labels}
    return frozenset(one for one in labels if (one[0] in names) is (how.kind == "on"))


def combined(node: Binary, left: Vector, right: Vector) -> Vector:
    here, there = ({_meeting(one, node.matching) for one in vector} for vector in (left, right))
    if node.op == "or":
        return left | {labels: value for labels, value in right.items() if _meeting(labels, node.matching) not in here}
    return {
        labels: value
        for labels, value in left.items()
        if (_meeting(labels, node.matching) in there) is (node.op == "and")
    }


def joined(node: Binary, left: Vector, right: Vector) -> Vector:
    how = node.matching
    sides = [{_meeting(one, how): one for one in vector} for vector in (left, right)]
    if len(sides[0]) < len(left) or len(sides[1]) < len(right) or (how is not None and how.include):
        raise UnknownError
    many = right if how is not None and how.group == "group_right" else left
    grouped = how is not None and how.group is not None
    number = 1 if many is right else 0
    both = [key for key in sides[0] if key in sides[1]]
    return kept(
        (
            sides[number][key] if grouped else key,
            node.op,
            left[sides[0][key]],
            right[sides[1][key]],
            left[sides[0][key]],
        )
        for key in both
    )
