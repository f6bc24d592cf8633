"""What of an expression decides whether an alert fires: comparisons, `absent`, `unless`; and what always returns something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.promql.syntax import COMPARISONS, SET_OPERATORS

_ABSENCE = frozenset({"absent", "absent_over_time"})
_THERE_WHILE_TRUE = frozenset({"ALERTS", "ALERTS_FOR_STATE"})
_OF_FACTS = re.compile(r".*_(info|metadata|labels)(_.*)?")


def is_filter(node: promql.Expr) -> bool:
    """Whether it is a comparison that drops what does not satisfy it."""
    return isinstance(node, promql.Binary) and node.op in COMPARISONS and not node.returns_bool


def is_conditional(expr: promql.Expr) -> bool:
    """Whether the result depends on a condition, and not only on whether there are data."""
    if is_filter(expr):
        return True
    if isinstance(expr, promql.Selector):
        return _is_there_while_true(expr)
    if isinstance(expr, promql.Call) and expr.function in _ABSENCE:
        return True
    if isinstance(expr, promql.Binary) and expr.op in SET_OPERATORS:
        return expr.op != "or" or (is_conditional(expr.left) and is_conditional(expr.right))
    return any(is_conditional(operand) for operand in expr.operands)


def _is_there_while_true(selector: promql.Selector) -> bool:
    """Series that come and go with what they say; of a pattern of names nothing is known."""
    name = selector.metric
    return name is None or name in _THERE_WHILE_TRUE or _OF_FACTS.fullmatch(name) is not None


def unconditional(expr: promql.Expr) -> Iterator[promql.Expr]:
    """The parts of the result that are there whenever there are data: the sides of an `or`, else the whole."""
    node = promql.unwrapped(expr)
    while isinstance(node, promql.Binary) and node.op == "or":
        if not is_conditional(node.right):
            yield promql.unwrapped(node.right)
        node = promql.unwrapped(node.left)
    if not is_conditional(node):
        yield node
