"""Looking at a tree: its nodes, its selectors, what of it is experimental."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from sre_compiler.promql.functions import ALL_FUNCTIONS
from sre_compiler.promql.nodes import (
    Aggregation,
    Binary,
    Call,
    Expr,
    Number,
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
    while type(expr) is Paren:  # of a struct isinstance takes longer
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
        kind = type(node)
        found = _FEATURES[kind](node, version) if kind in _FEATURES else None
        if found is not None:
            uses.append(ExperimentalUse(*found, node.start, node.end))
        if kind in _READING and version < (3, 14):
            uses.extend(_calculated_durations(node))
    return tuple(uses)


def _of_call(node: Call, version: Version) -> tuple[str, str] | None:
    is_new = node.function in ALL_FUNCTIONS and version < ALL_FUNCTIONS[node.function].stable
    return (f"{node.function}()", _FUNCTIONS) if is_new else None


def _of_aggregation(node: Aggregation, _: Version) -> tuple[str, str] | None:
    return (f"{node.op}()", _FUNCTIONS) if node.op in {"limitk", "limit_ratio"} else None


def _of_operator(node: Binary, _: Version) -> tuple[str, str] | None:
    how = node.matching
    return ("fill", _FILL) if how is not None and (how.fill_left or how.fill_right) else None


def _of_samples(node: Selector | Range, version: Version) -> tuple[str, str] | None:
    return (node.extension, _EXTENDED) if node.extension is not None and version < (3, 16) else None


_FEATURES: dict[type[Expr], Callable[[Any, Version], tuple[str, str] | None]] = {
    Call: _of_call,
    Aggregation: _of_aggregation,
    Binary: _of_operator,
    Selector: _of_samples,
    Range: _of_samples,
}
"""What of a node is experimental, and the flag for it."""
_READING: frozenset[type[Expr]] = frozenset({Selector, Range, Subquery})
_WRITTEN: frozenset[type[Expr]] = frozenset({Number, Placeholder})


def _calculated_durations(node: Any) -> Iterator[ExperimentalUse]:
    for part in _durations(node):
        if type(part) not in _WRITTEN and any(isinstance(inner, Binary | Paren | Call) for inner in walk(part)):
            yield ExperimentalUse("arithmetic with durations", _DURATIONS, part.start, part.end)


def _durations(node: Range | Selector | Subquery) -> Iterator[Expr]:
    if not isinstance(node, Selector):
        yield node.duration
    if isinstance(node, Subquery) and node.step is not None:
        yield node.step
    if node.offset is not None:
        yield node.offset
