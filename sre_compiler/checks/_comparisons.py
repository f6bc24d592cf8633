"""What an alert compares, and with what number."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sre_compiler import promql

_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_JOINING = frozenset({"and", "or"})


class Comparison(Struct, frozen=True):
    """`value op number`, in this order however it is written; `number` is None where it has to be worked out."""

    value: promql.Expr
    op: str
    number: float | None
    node: promql.Binary


def comparisons(tree: promql.Expr) -> Iterator[Comparison]:
    """The comparisons with a number that decide whether the expression returns anything, left before right."""
    waiting = [tree]
    while waiting:
        node = promql.unwrapped(waiting.pop())
        if not isinstance(node, promql.Binary):
            continue
        if node.op in _MIRRORED:
            yield from _compared(node)
        elif node.op in _JOINING:
            waiting += [node.right, node.left]
        elif node.op == "unless":
            waiting.append(node.left)


def _compared(node: promql.Binary) -> Iterator[Comparison]:
    if node.right.type == "scalar":
        yield Comparison(promql.unwrapped(node.left), node.op, _number(node.right), node)
    elif node.left.type == "scalar":
        yield Comparison(promql.unwrapped(node.right), _MIRRORED[node.op], _number(node.left), node)


def _number(node: promql.Expr) -> float | None:
    inner = promql.unwrapped(node)
    if isinstance(inner, promql.Unary):
        value = _number(inner.expr)
        return value if value is None or inner.op == "+" else -value
    return inner.value if isinstance(inner, promql.Number) else None
