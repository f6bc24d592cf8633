"""Divisions that cannot exceed one, because what is divided is a part of what it is divided by."""

from __future__ import annotations

from sre_compiler.promql.inspection import unwrapped
from sre_compiler.promql.nodes import Aggregation, Binary, Call, Expr, Grouping, Number, Range, Selector
from sre_compiler.promql.syntax import COMPARISONS

_GROWING = frozenset({"rate", "irate", "increase"})
_MONOTONOUS = frozenset({"sum", "count", "max", "group"})


def share(division: Binary) -> float | None:
    """The highest value of `c * part / whole`: `c`; None where it is not certain that the one is a part of the other.

    Two sums are paired by their groups alone, so that no series is divided by that of another group.
    """
    factor, part = _scaled(division.left)
    whole = _unfiltered(division.right)
    if not _pairs_groups(division, part, whole) or factor < 0:
        return None
    return factor if is_part(part, whole) else None


def mean(division: Binary) -> Expr | None:
    """`x` where the division is `sum(x) / count(x)`."""
    left, right = unwrapped(division.left), unwrapped(division.right)
    if (
        isinstance(left, Aggregation)
        and isinstance(right, Aggregation)
        and (left.op, right.op) == ("sum", "count")
        and left.expr == right.expr
        and _groups(left.grouping) == _groups(right.grouping)
        and _pairs_groups(division, left, right)
    ):
        return left.expr
    return None


def _scaled(expr: Expr) -> tuple[float, Expr]:
    """The number by which something is multiplied, and what is."""
    node = unwrapped(expr)
    if isinstance(node, Binary) and node.op == "*":
        for number, rest in ((node.left, node.right), (node.right, node.left)):
            constant = unwrapped(number)
            if isinstance(constant, Number):
                factor, inner = _scaled(rest)
                return constant.value * factor, inner
    return 1.0, node


def _unfiltered(expr: Expr) -> Expr:
    """What a filter such as `… > 0` is about: it leaves the values as they are."""
    node = unwrapped(expr)
    while isinstance(node, Binary) and node.op in COMPARISONS and not node.returns_bool and node.right.type == "scalar":
        node = unwrapped(node.left)
    return node


def _pairs_groups(division: Binary, part: Expr, whole: Expr) -> bool:
    how = division.matching
    if how is None:
        return True
    if how.group is not None or how.fill_left is not None or how.fill_right is not None:
        return False
    sides = [_groups(side.grouping) for side in (part, whole) if isinstance(side, Aggregation)]
    matched = (False, frozenset(label.name for label in how.labels))
    return len(sides) == 2 and how.kind == "on" and all(side == matched for side in sides)


def _groups(grouping: Grouping | None) -> tuple[bool, frozenset[str]]:
    if grouping is None:
        return False, frozenset()
    return grouping.without, frozenset(label.name for label in grouping.labels)


def is_part(part: Expr, whole: Expr) -> bool:
    """Whether each value of the one is at most that of the other in the same group, and neither is negative."""
    part, whole = unwrapped(part), unwrapped(whole)
    if isinstance(part, Call) and isinstance(whole, Call):
        return part.function == whole.function and part.function in _GROWING and _selects_part(*part.args, *whole.args)
    if not (isinstance(part, Aggregation) and isinstance(whole, Aggregation) and part.op == whole.op):
        return False
    if part.op not in _MONOTONOUS or _groups(part.grouping) != _groups(whole.grouping):
        return False
    if part.op in {"count", "group"}:
        return _selects_part(_unfiltered(part.expr), whole.expr)
    return is_part(part.expr, whole.expr)


def _selects_part(part: Expr, whole: Expr) -> bool:
    part, whole = unwrapped(part), unwrapped(whole)
    if isinstance(part, Range) and isinstance(whole, Range):
        same = (part.duration, part.offset, part.at, part.extension)
        return same == (whole.duration, whole.offset, whole.at, whole.extension) and _selects_part(
            part.selector, whole.selector
        )
    if not isinstance(part, Selector) or not isinstance(whole, Selector):
        return part == whole
    return (
        part.metric is not None
        and part.metric == whole.metric
        and (part.offset, part.at) == (whole.offset, whole.at)
        and set(part.matchers) >= set(whole.matchers)
    )
