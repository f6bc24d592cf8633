"""Conditions that have evidence on both sides, told without a search: a selector, rate or increase, or a ratio, against a number.

Most alerts are of this form, and whoever only asks whether evidence exists need not wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sre_compiler.promql import samples
from sre_compiler.promql.constants import constant
from sre_compiler.promql.inspection import unwrapped
from sre_compiler.promql.nodes import Aggregation, Binary, Call, Expr, Number, Range, Selector
from sre_compiler.promql.syntax import COMPARISONS

_FOLDS = frozenset({"sum", "min", "max", "avg"})
_SMALLEST, _GREATEST = Fraction(1, 1000), 10**6
_SHORTEST, _LONGEST = 60, 7 * 86_400


def is_obvious(expr: Expr) -> bool:
    """Whether there is evidence for sure; most often that is also so where it says no."""
    node = unwrapped(expr)
    if not isinstance(node, Binary) or node.op not in COMPARISONS or node.returns_bool or node.matching is not None:
        return False
    bound, inner = constant(node.right), _folded(node.left)
    if bound is None or (bound and not _SMALLEST <= bound <= _GREATEST):
        return False
    if isinstance(inner, Binary):
        sides = [_counted(_folded(one)) for one in (inner.left, inner.right)] if inner.op == "/" else []
        is_ratio = inner.matching is None and len(sides) == 2 and _are_apart(sides)
        return is_ratio and bound > 0 and node.op in {">", "<"}
    found = _counted(inner)
    return found is not None and (found[0] == "value" or node.op == ">" or (bound > 0 and node.op == "<"))


def _folded(expr: Expr) -> Expr:
    """What is below sums and their like."""
    node = unwrapped(expr)
    while isinstance(node, Aggregation) and node.op in _FOLDS and _is_plain(node):
        node = unwrapped(node.expr)
    return node


def _is_plain(node: Aggregation) -> bool:
    return node.grouping is None or all(one.name != "__name__" for one in node.grouping.labels)


def _counted(core: Expr) -> tuple[str, Selector] | None:
    """How it is read, and the selector; None where it is not as simple."""
    if isinstance(core, Selector):
        return ("value", core) if _is_simple(core) else None
    if not isinstance(core, Call) or core.function not in {"rate", "increase"}:
        return None
    inner = unwrapped(core.args[0])
    if not isinstance(inner, Range) or inner.at or inner.offset or inner.extension:
        return None
    length = constant(inner.duration) if isinstance(unwrapped(inner.duration), Number) else None
    if length is None or not _SHORTEST <= length <= _LONGEST or not _is_simple(inner.selector):
        return None
    return core.function, inner.selector


def _is_simple(selector: Selector) -> bool:
    """Whether it names its metric, and a series is known that its matchers accept."""
    return (
        selector.name is not None
        and not selector.name.startswith(samples.RESERVED)
        and not (selector.at or selector.offset or selector.extension)
        and samples.labels(selector.matchers) is not None
    )


def _are_apart(sides: Sequence[tuple[str, Selector] | None]) -> bool:
    """Whether both sides are read alike, of two metrics that are chosen by the same labels."""
    left, right = sides
    return (
        left is not None
        and right is not None
        and left[0] == right[0]
        and left[1].name != right[1].name
        and set(left[1].matchers) == set(right[1].matchers)
    )
