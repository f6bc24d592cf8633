"""Trees to text, one way only.

Comments and layout of the source are gone; parentheses are kept, and added where a tree that a program built needs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sre_compiler.promql.literals import quote
from sre_compiler.promql.nodes import (
    Aggregation,
    At,
    Binary,
    Call,
    Expr,
    Label,
    Matcher,
    Matching,
    Number,
    Paren,
    Placeholder,
    Range,
    Selector,
    String,
    Subquery,
    Unary,
)
from sre_compiler.promql.syntax import NEVER_LABELS, PRECEDENCE, UNARY_PRECEDENCE

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_Durations = Mapping[str, str]
_NONE: _Durations = {}
_ATOM = 9


def print_expr(expr: Expr, durations: _Durations = _NONE) -> str:
    """The canonical text. `durations` replaces placeholders: `{"window": "5m"}` prints `[5m]` for `[$window]`."""
    return _PRINTERS[type(expr)](expr, durations)


def print_matcher(matcher: Matcher) -> str:
    """`name="value"`; the name is quoted where it must be."""
    return f"{_label_text(matcher.name)}{matcher.op}{quote(matcher.value)}"


@lru_cache(maxsize=4096)
def print_label(name: str, value: str) -> str:
    """The matcher of a label with this value; the same few stand in each series of an SLO."""
    return print_matcher(Matcher(name, "=", value))


def _label_text(name: str) -> str:
    return name if _NAME.fullmatch(name) else quote(name)


def _grouping_text(name: str) -> str:
    return name if _NAME.fullmatch(name) and name.lower() not in NEVER_LABELS else quote(name)


def _number(node: Number, _durations: _Durations) -> str:
    return node.text


def _string(node: String, _durations: _Durations) -> str:
    return quote(node.value)


def _placeholder(node: Placeholder, durations: _Durations) -> str:
    return durations.get(node.name, f"${node.name}")


def _selector(node: Selector, durations: _Durations) -> str:
    return _selected(node) + _modifiers(node.at, node.offset, node.extension, durations)


def _selected(node: Selector) -> str:
    if node.name is not None and not node.matchers:
        return node.name
    return f"{node.name or ''}{{{','.join(map(print_matcher, node.matchers))}}}"


def _range(node: Range, durations: _Durations) -> str:
    duration = print_expr(node.duration, durations)
    return f"{_selected(node.selector)}[{duration}]" + _modifiers(node.at, node.offset, node.extension, durations)


def _subquery(node: Subquery, durations: _Durations) -> str:
    step = "" if node.step is None else print_expr(node.step, durations)
    expr = print_expr(node.expr, durations)
    expr = f"({expr})" if isinstance(node.expr, Binary | Unary) else expr
    return f"{expr}[{print_expr(node.duration, durations)}:{step}]" + _modifiers(node.at, node.offset, None, durations)


def _modifiers(at: At | None, offset: Expr | None, extension: str | None, durations: _Durations) -> str:
    text = "" if extension is None else f" {extension}"
    if at is not None:
        text += f" @ {at.text}"
    return text if offset is None else f"{text} offset {print_expr(offset, durations)}"


def _call(node: Call, durations: _Durations) -> str:
    return f"{node.function}({', '.join([print_expr(arg, durations) for arg in node.args])})"


def _aggregation(node: Aggregation, durations: _Durations) -> str:
    body = print_expr(node.expr, durations)
    if node.parameter is not None:
        body = f"{print_expr(node.parameter, durations)}, {body}"
    if node.grouping is None:
        return f"{node.op}({body})"
    return f"{node.op} {'without' if node.grouping.without else 'by'} {_labels(node.grouping.labels)} ({body})"


def _labels(labels: tuple[Label, ...]) -> str:
    return f"({', '.join([_grouping_text(label.name) for label in labels])})"


def _unary(node: Unary, durations: _Durations) -> str:
    return node.op + _guarded(node.expr, UNARY_PRECEDENCE, durations)


def _paren(node: Paren, durations: _Durations) -> str:
    return f"({print_expr(node.expr, durations)})"


def _binary(node: Binary, durations: _Durations) -> str:
    """Left chains are unrolled, for they may be longer than Python's stack is deep."""
    tail = []
    left: Expr = node
    while isinstance(left, Binary):
        current, level = left, PRECEDENCE[left.op]
        right = _guarded(current.right, level - (current.op == "^"), durations)
        tail.append(f" {current.op}{_operator_words(current, durations)} {right}")
        left = current.left
        if _level(left) < level + (current.op == "^"):
            break
    else:
        return print_expr(left, durations) + "".join(reversed(tail))
    return f"({print_expr(left, durations)})" + "".join(reversed(tail))


def _operator_words(node: Binary, durations: _Durations) -> str:
    text = " bool" if node.returns_bool else ""
    return text if node.matching is None else text + _matching(node.matching, durations)


def _matching(how: Matching, durations: _Durations) -> str:
    text = "" if how.kind is None else f" {how.kind} {_labels(how.labels)}"
    if how.group is not None:
        text += f" {how.group} {_labels(how.include)}"
    if how.fill_left is not None and how.fill_left == how.fill_right:
        return f"{text} fill({print_expr(how.fill_left, durations)})"
    for side, value in (("fill_left", how.fill_left), ("fill_right", how.fill_right)):
        text += "" if value is None else f" {side}({print_expr(value, durations)})"
    return text


def _guarded(node: Expr, above: int, durations: _Durations) -> str:
    """The text of a right operand: an operation in parentheses unless it binds more tightly than the level `above`."""
    text = print_expr(node, durations)
    return text if not isinstance(node, Binary) or PRECEDENCE[node.op] > above else f"({text})"


def _level(node: Expr) -> int:
    """How tightly a left operand binds."""
    if isinstance(node, Binary):
        return PRECEDENCE[node.op]
    return UNARY_PRECEDENCE if isinstance(node, Unary) else _ATOM


_PRINTERS: dict[type[Expr], Callable[[Any, _Durations], str]] = {
    Number: _number,
    String: _string,
    Placeholder: _placeholder,
    Selector: _selector,
    Range: _range,
    Subquery: _subquery,
    Call: _call,
    Aggregation: _aggregation,
    Unary: _unary,
    Paren: _paren,
    Binary: _binary,
}
