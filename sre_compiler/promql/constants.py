"""Numbers that are written in an expression, exactly."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import isfinite

from sre_compiler.promql.inspection import unwrapped
from sre_compiler.promql.nodes import Binary, Expr, Number, Range, Unary

ARITHMETIC: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def constant(expr: Expr) -> Fraction | None:
    """The number that is written, also as `-1` or `24 * 3600`."""
    node = unwrapped(expr)
    if isinstance(node, Number):
        return Fraction(repr(node.value)) if isfinite(node.value) else None
    if isinstance(node, Unary):
        inner = constant(node.expr)
        return -inner if inner is not None and node.op == "-" else inner
    if isinstance(node, Binary) and node.op in ARITHMETIC:
        left, right = constant(node.left), constant(node.right)
        if left is not None and right is not None and (right or node.op != "/"):
            return ARITHMETIC[node.op](left, right)
    return None


def seconds(node: Range) -> Fraction | None:
    """How long a range is; None where it is moved in time or worked out."""
    if node.at is not None or node.offset is not None or node.extension is not None:
        return None
    return constant(node.duration) if isinstance(unwrapped(node.duration), Number) else None
