"""Looking at a tree: its nodes, its selectors, what of it is experimental."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sre_compiler.promql.functions import ALL_FUNCTIONS
from sre_compiler.promql.nodes import (
    Aggregation,
    Binary,
    Call,
    Expr,
    Matching,
    Paren,
    Placeholder,
    Range,
    Selector,
    Subquery,
)
from sre_compiler.promql.syntax import Version

_FUNCTIONS = "promql-experimental-functions"
_DURATIONS = "promql-duration-expr"
_EXTENDED = "promql-extended-range-selectors"
_FILL = "promql-binop-fill-modifiers"


def walk(expr: Expr, *, durations: bool = True) -> Iterator[Expr]:
    """Every node, parents before children, left before right; without `durations` only what is evaluated."""
    waiting = [expr]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children if durations else node.operands))


def selectors(expr: Expr) -> Iterator[Selector]:
    """Every selector in the order of the text, those under a range included."""
    return (node for node in walk(expr) if isinstance(node, Selector))


def placeholders(expr: Expr) -> frozenset[str]:
    """The names of the placeholders in the tree, without the dollar."""
    return frozenset(node.name for node in walk(expr) if isinstance(node, Placeholder))


def unwrapped(expr: Expr) -> Expr:
    """The expression inside any parentheses around it."""
    while isinstance(expr, Paren):
        expr = expr.expr
    return expr


def bare_selector(expr: Expr) -> Selector | None:
    """The expression as a selector without range or modifiers, else None."""
    inner = unwrapped(expr)
    if isinstance(inner, Selector) and inner.at is None and inner.offset is None and inner.extension is None:
        return inner
    return None


class ExperimentalUse(Struct, frozen=True):
    """A part of an expression that a server refuses unless started with `--enable-feature=<flag>`."""

    what: str
    flag: str
    start: int
    end: int


def experimental_uses(expr: Expr, version: Version) -> tuple[ExperimentalUse, ...]:
    """Everything in the tree that is experimental in that version."""
    uses = []
    for node in walk(expr, durations=False):
        found = _experimental(node, version)
        if found is not None:
            uses.append(ExperimentalUse(*found, node.start, node.end))
        if isinstance(node, Range | Selector | Subquery):
            uses.extend(_experimental_durations(node, version))
    return tuple(uses)


def _experimental(node: Expr, version: Version) -> tuple[str, str] | None:
    if isinstance(node, Call) and node.function in ALL_FUNCTIONS and version < ALL_FUNCTIONS[node.function].stable:
        return f"{node.function}()", _FUNCTIONS
    if isinstance(node, Aggregation) and node.op in {"limitk", "limit_ratio"}:
        return f"{node.op}()", _FUNCTIONS
    if isinstance(node, Binary) and node.matching is not None and _fills(node.matching):
        return "fill", _FILL
    if isinstance(node, Selector | Range) and node.extension is not None and version < (3, 16):
        return node.extension, _EXTENDED
    return None


def _fills(how: Matching) -> bool:
    return how.fill_left is not None or how.fill_right is not None


def _experimental_durations(node: Range | Selector | Subquery, version: Version) -> Iterator[ExperimentalUse]:
    if version >= (3, 14):
        return
    for part in _durations(node):
        if any(isinstance(inner, Binary | Paren | Call) for inner in walk(part)):
            yield ExperimentalUse("arithmetic with durations", _DURATIONS, part.start, part.end)


def _durations(node: Range | Selector | Subquery) -> Iterator[Expr]:
    if not isinstance(node, Selector):
        yield node.duration
    if isinstance(node, Subquery) and node.step is not None:
        yield node.step
    if node.offset is not None:
        yield node.offset
