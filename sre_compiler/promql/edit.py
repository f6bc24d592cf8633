"""Building and rewriting trees. Trees are values: every function returns a new one and leaves positions as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from sre_compiler.promql.functions import ALL_FUNCTIONS
from sre_compiler.promql.inspection import walk
from sre_compiler.promql.nodes import (
    Aggregation,
    Binary,
    Call,
    Expr,
    Grouping,
    Label,
    Matcher,
    Number,
    Paren,
    Placeholder,
    Range,
    Selector,
    Subquery,
    Unary,
    ValueType,
)

WINDOW = Placeholder("window")


def transform(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The tree with `change` applied to every node, children first; long chains cost no recursion."""
    done: dict[int, Expr] = {}
    for node in reversed(list(walk(expr))):
        done[id(node)] = change(_with_children(node, done))
    return done[id(expr)]


def _with_children(node: Expr, done: Mapping[int, Expr]) -> Expr:
    if isinstance(node, Call):
        args = tuple(done[id(arg)] for arg in node.args)
        return node if all(new is old for new, old in zip(args, node.args, strict=True)) else replace(node, args=args)
    changed: dict[str, Any] = {}
    for name in _CHILD_FIELDS.get(type(node), ()):
        child = getattr(node, name)
        if child is not None and done[id(child)] is not child:
            changed[name] = done[id(child)]
    return replace(node, **changed) if changed else node


_CHILD_FIELDS: dict[type[Expr], tuple[str, ...]] = {
    Selector: ("offset",),
    Range: ("selector", "duration", "offset"),
    Subquery: ("expr", "duration", "step", "offset"),
    Aggregation: ("parameter", "expr"),
    Binary: ("left", "right"),
    Unary: ("expr",),
    Paren: ("expr",),
}


def add_matchers(expr: Expr, matchers: Iterable[Matcher]) -> Expr:
    """Every selector also matches these; a matcher that a selector has already is not repeated."""
    wanted = tuple(matchers)
    return transform(expr, lambda node: _narrowed(node, wanted) if isinstance(node, Selector) else node)


def _narrowed(node: Selector, wanted: tuple[Matcher, ...]) -> Selector:
    new = tuple(matcher for matcher in wanted if matcher not in node.matchers)
    return replace(node, matchers=node.matchers + new) if new else node


def fill(expr: Expr, durations: Mapping[str, str]) -> Expr:
    """Placeholders replaced by durations: `{"window": "5m"}`."""

    def filled(node: Expr) -> Expr:
        return Number(durations[node.name]) if isinstance(node, Placeholder) and node.name in durations else node

    return transform(expr, filled)


def with_suffix(selector: Selector, suffix: str, matchers: Iterable[Matcher] = ()) -> Selector:
    """The selector of `<metric><suffix>` with further matchers; the name may stand before or between the braces.

    Raises `ValueError` where there is not one metric name.
    """
    if selector.metric is None:
        raise ValueError("the selector has no metric name")
    further = tuple(matchers)
    if selector.name is not None:
        return replace(selector, name=selector.name + suffix, matchers=selector.matchers + further)
    renamed = tuple(
        replace(m, value=m.value + suffix) if m.name == "__name__" and m.op == "=" else m for m in selector.matchers
    )
    return replace(selector, matchers=renamed + further)


def over(selector: Selector, duration: Expr = WINDOW) -> Range:
    """`selector[duration]`; modifiers of the selector move to the range."""
    plain = replace(selector, at=None, offset=None, extension=None)
    return Range(plain, duration, selector.at, selector.offset, selector.extension)


def call(function: str, *args: Expr) -> Call:
    """A call of a function that exists; `KeyError` is a bug of the caller."""
    return Call(function, args, ALL_FUNCTIONS[function].result)


def aggregate(op: str, expr: Expr, by: Iterable[str] = (), parameter: Expr | None = None) -> Aggregation:
    """`op by (labels) (expr)`; without labels, `op(expr)`."""
    labels = tuple(Label(name) for name in by)
    return Aggregation(op, expr, parameter, Grouping(without=False, labels=labels) if labels else None)


def operation(op: str, left: Expr, right: Expr, **rest: Any) -> Binary:
    """`left op right`; printing adds the parentheses."""
    result: ValueType = "scalar" if left.type == "scalar" == right.type else "vector"
    return Binary(op, left, right, result=result, **rest)
