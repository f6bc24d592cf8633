"""A second parser, promql-parser, gives the same trees."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import promql_parser as other
import pytest
from hypothesis import given, settings

from sre_compiler import promql
from sre_compiler.promql import Expr, PromQLError
from tests.promql_cases import expressions, table

Shape = tuple[Any, ...]


def _ours(node: Expr) -> Shape:
    return _OURS[type(node)](node)


def _our_selector(node: promql.Selector | promql.Range | promql.Subquery) -> Shape:
    at = node.at and {"start()": "Start", "end()": "End"}.get(node.at.text, "At")
    return at, _seconds(node.offset)


def _seconds(node: Expr | None) -> float:
    """The value of a duration literal with its signs; no offset is an offset of nothing."""
    if isinstance(node, promql.Unary):
        return -_seconds(node.expr) if node.op == "-" else _seconds(node.expr)
    return node.value if isinstance(node, promql.Number) else 0


def _our_matchers(node: promql.Selector) -> Shape:
    return node.name, tuple(sorted((m.name, m.op, m.value) for m in node.matchers))


def _names(labels: tuple[promql.Label, ...]) -> Shape:
    return tuple(sorted(label.name for label in labels))


def _our_aggregation(node: promql.Aggregation) -> Shape:
    by = node.grouping
    labels = None if by is None else (by.without, _names(by.labels))
    return "aggregation", node.op, labels, node.parameter and _ours(node.parameter), _ours(node.expr)


def _our_binary(node: promql.Binary) -> Shape:
    how = node.matching or promql.Matching()
    labels = None if how.kind is None else (how.kind == "on", _names(how.labels))
    fills = how.fill_left and _seconds(how.fill_left), how.fill_right and _seconds(how.fill_right)
    words = (node.returns_bool, labels, how.group, _names(how.include), fills)
    return "binary", node.op, words, _ours(node.left), _ours(node.right)


def _our_unary(node: promql.Unary) -> Shape:
    """A sign before a number is part of it, as in Prometheus; a + before anything else is dropped by the other parser."""
    inner = _ours(node.expr)
    if inner[0] == "number":
        return ("number", str(-float(inner[1])) if node.op == "-" else inner[1])
    return ("unary", inner)


_OURS: dict[type[Expr], Callable[[Any], Shape]] = {
    promql.Number: lambda node: ("number", str(node.value)),
    promql.String: lambda node: ("string", node.value),
    promql.Selector: lambda node: ("selector", *_our_matchers(node), *_our_selector(node)),
    promql.Range: lambda node: ("range", *_our_matchers(node.selector), *_our_selector(node), _seconds(node.duration)),
    promql.Subquery: lambda node: (
        "subquery",
        _ours(node.expr),
        *_our_selector(node),
        _seconds(node.duration),
        node.step and _seconds(node.step),
    ),
    promql.Call: lambda node: ("call", node.function, tuple(map(_ours, node.args))),
    promql.Aggregation: _our_aggregation,
    promql.Binary: _our_binary,
    promql.Unary: _our_unary,
    promql.Paren: lambda node: ("paren", _ours(node.expr)),
}


def _theirs(node: Any) -> Shape:
    return _THEIRS[type(node)](node)


def _their_modifiers(node: Any) -> Shape:
    at = node.at and str(node.at.type).removeprefix("AtModifierType.")
    return at, node.offset.total_seconds() if node.offset else 0


_MATCH = {"Equal": "=", "NotEqual": "!=", "Re": "=~", "NotRe": "!~"}


def _their_matchers(node: Any) -> Shape:
    found = [(m.name, _MATCH[str(m.op).removeprefix("MatchOp.")], m.value) for m in node.matchers.matchers]
    return node.name, tuple(sorted(found))


def _their_aggregation(node: Any) -> Shape:
    by = node.modifier
    labels = None if by is None else (str(by.type).endswith("Without"), tuple(sorted(by.labels)))
    return "aggregation", str(node.op), labels, node.param and _theirs(node.param), _theirs(node.expr)


def _their_binary(node: Any) -> Shape:
    words: Shape = (False, None, None, (), (None, None))
    if node.modifier is not None:
        how = node.modifier.matching
        labels = None if how is None else (str(how.type).endswith("Include"), tuple(sorted(how.labels)))
        group = {"ManyToOne": "group_left", "OneToMany": "group_right"}.get(str(node.modifier.card).rpartition(".")[2])
        fills = node.modifier.fill_values
        words = (
            node.modifier.return_bool,
            labels,
            group,
            tuple(sorted(node.modifier.group_labels or [])),
            (fills.lhs, fills.rhs),
        )
    return "binary", str(node.op), words, _theirs(node.lhs), _theirs(node.rhs)


_THEIRS: dict[type, Callable[[Any], Shape]] = {
    other.NumberLiteral: lambda node: ("number", str(node.val)),
    other.StringLiteral: lambda node: ("string", node.val),
    other.VectorSelector: lambda node: ("selector", *_their_matchers(node), *_their_modifiers(node)),
    other.MatrixSelector: lambda node: (
        "range",
        *_their_matchers(node.vector_selector),
        *_their_modifiers(node.vector_selector),
        node.range.total_seconds(),
    ),
    other.SubqueryExpr: lambda node: (
        "subquery",
        _theirs(node.expr),
        *_their_modifiers(node),
        node.range.total_seconds(),
        node.step and node.step.total_seconds(),
    ),
    other.Call: lambda node: ("call", node.func.name, tuple(map(_theirs, node.args))),
    other.AggregateExpr: _their_aggregation,
    other.BinaryExpr: _their_binary,
    other.UnaryExpr: lambda node: ("unary", _theirs(node.expr)),
    other.ParenExpr: lambda node: ("paren", _theirs(node.expr)),
}


_ITS_ERRORS = {
    "underscores in numbers": r"[0-9xe]_[0-9fF]",
    "an octal number beyond 64 bits": r"^07{20,}",
    "a fraction, a comment, arithmetic or a function between brackets": r"(foo|up)\[[^\]:]*([-+*/%^(#.]|[a-z]{3})",
    "arithmetic or a function in a subquery's step": r":(\(|step|range|3m\+)",
    "arithmetic, a function or two signs after offset": r"offset (-?\(|-?step|range|m(ax|in)_of|-[-+])",
    "a duration of zero": r"(^|offset )0s",
    "smoothed and anchored": "smoothed|anchored",
    "trimming": "</|>/",
    "fill with a duration": r"fill\(5m\)",
    "labels with a colon": r"by \(a:b\)",
    "matchers that select everything, in info()": r"info\(.*\{(a=\"\")?\}",
    "backslashes between backticks": r"`.*\\",
    "the regular expressions are Rust's": r"\(\?P<1n>|\\\\Q|\\\\12|\\\\pL",
    "bytes of a string are read as code points": r"\\xff",
    "a sign + is dropped": r"\+ ?\+ ",
}
"""What promql-parser refuses or reads in another way than Prometheus, found by the table."""


def _known_error(text: str) -> bool:
    return any(re.search(pattern, text) for pattern in _ITS_ERRORS.values())


def _read(text: str) -> Expr | None:
    try:
        return promql.parse(text)
    except PromQLError:
        return None


def _same(text: str, expr: Expr) -> bool:
    try:
        return _theirs(other.parse(text)) == _ours(expr)
    except ValueError:
        return False


def test_trees_of_the_table_are_the_same() -> None:
    read = [(text, expr) for text in table() if (expr := _read(text)) is not None]
    assert [text for text, expr in read if not _same(text, expr)] == [text for text, _ in read if _known_error(text)]
    assert len(read) > 400


@pytest.mark.parametrize(
    "text",
    ["-a^2", "2^3^2", "a or b and c unless d", "a^-b*c", "-a*b", "a-b-c", "a==b>c", "a*b atan2 c%d", "a+-b^-c"],
)
def test_precedence_is_the_same(text: str) -> None:
    assert _ours(promql.parse(text)) == _theirs(other.parse(text))


@settings(max_examples=300)
@given(expressions())
def test_trees_of_generated_expressions_are_the_same(expr: Expr) -> None:
    text = promql.print_expr(expr)
    assert _theirs(other.parse(text)) == _ours(promql.parse(text)) == _ours(expr)


@pytest.mark.parametrize(
    ("one", "other"), [("a == 5", " a   ==  5"), ('sum by (x) (a{b="c"} @ 5)', 'sum by(x)(a{b = "c"}  @  5)')]
)
def test_where_a_node_stands_is_not_what_it_is(one: str, other: str) -> None:
    first, second = promql.parse(one), promql.parse(other)
    assert first.end != second.end
    assert first == second
    assert (first != second) is False
    assert hash(first) == hash(second)
    assert [a for a, b in zip(promql.walk(first), promql.walk(second), strict=True) if a != b] == []
