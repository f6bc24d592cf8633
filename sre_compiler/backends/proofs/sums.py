"""The selectors whose rates a query adds, where it does nothing else, and what stands for them where they are not there."""

from __future__ import annotations

from msgspec import Struct

from sre_compiler import promql
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.program.indicators import Query
from sre_compiler.promql import Selector


class Sum(Struct, frozen=True):
    """The first selector, and the others, whose series may stand still; `vector(0)` is there even where none of them is."""

    first: Selector
    others: tuple[Selector, ...] = ()
    is_never_missing: bool = False

    @property
    def metrics(self) -> frozenset[str]:
        return frozenset(one.metric or "" for one in (self.first, *self.others))


def added(frame: Frame, query: Query, *, or_none: bool = False) -> Sum | None:
    """Those of a query, with the server's identity; with `or_none` it may say itself that nothing means none."""
    tree = promql.add_matchers(query.tree, frame.server.matchers) if frame.server.identity else query.tree
    found = _selectors(tree, or_none=or_none)
    calls = (node.function for node in promql.walk(tree, durations=False) if isinstance(node, promql.Call))
    return None if found is None else Sum(found[0], tuple(found[1:]), "vector" in calls)


def _selectors(tree: promql.Expr, *, or_none: bool) -> list[Selector] | None:
    node = promql.unwrapped(tree)
    if not isinstance(node, promql.Binary):
        return _only(node)
    if node.op == "or" and or_none and _is_none(node.right):
        return _selectors(node.left, or_none=True)
    if node.op != "+" or node.matching is not None:
        return None
    sides = [_selectors(side, or_none=or_none) for side in (node.left, node.right) if _is_one_for_each_group(side)]
    known = [one for side in sides if side is not None for one in side]
    return known if len(sides) == 2 and None not in sides else None


def _is_one_for_each_group(tree: promql.Expr) -> bool:
    """Whether labels of single series cannot decide what is added to what."""
    return isinstance(promql.unwrapped(tree), promql.Aggregation | promql.Binary)


def _is_none(tree: promql.Expr) -> bool:
    """`vector(0)`, or zero times something."""
    node = promql.unwrapped(tree)
    if isinstance(node, promql.Call):
        return node.function == "vector" and _is_zero(node.args[0])
    return isinstance(node, promql.Binary) and node.op == "*" and (_is_zero(node.left) or _is_zero(node.right))


def _is_zero(tree: promql.Expr) -> bool:
    node = promql.unwrapped(tree)
    return isinstance(node, promql.Number) and node.value == 0


def _only(tree: promql.Expr) -> list[Selector] | None:
    """The only selector of what adds rates."""
    nodes = list(promql.walk(tree, durations=False))
    found = [node for node in nodes if isinstance(node, Selector)]
    if len(found) != 1 or found[0].metric is None or found[0].offset is not None or found[0].at is not None:
        return None
    return found if all(map(_adds_rates, nodes)) else None


def _adds_rates(node: promql.Expr) -> bool:
    if isinstance(node, promql.Call):
        return node.function == "rate"
    if isinstance(node, promql.Aggregation):
        return node.op == "sum"
    if isinstance(node, promql.Range):
        return node.offset is None and node.at is None
    return isinstance(node, Selector | promql.Paren)
