"""Printing, building, rewriting and looking at trees."""

from __future__ import annotations

import pytest
from hypothesis import given

from sre_compiler import promql
from sre_compiler.promql import Expr, Matcher, Number, Selector, print_expr
from tests.promql_cases import expressions, labels_of, table

_WINDOW = frozenset({"window"})


def _parse(text: str) -> Expr:
    return promql.parse(text, placeholders=_WINDOW)


def _readable() -> list[str]:
    found = []
    for text in table():
        try:
            promql.parse(text)
        except promql.PromQLError:
            continue
        found.append(text)
    return found


@given(expressions())
def test_printing_is_undone_by_parsing(expr: Expr) -> None:
    text = print_expr(expr)
    assert promql.parse(text, (2, 42)) == expr
    assert print_expr(promql.parse(text)) == text


@pytest.mark.parametrize("text", _readable())
def test_printing_the_table_changes_no_tree(text: str) -> None:
    printed = print_expr(promql.parse(text))
    assert promql.parse(printed) == promql.parse(text)
    assert print_expr(promql.parse(printed)) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("SUM(x)BY(a,b)", "sum by (a, b) (x)"),
        ("sum by () (x)", "sum by () (x)"),
        ("topk WITHOUT (a,) (3,x)", "topk without (a) (3, x)"),
        ("x{ b='c' ,a=~`d\\d`, }", 'x{b="c",a=~"d\\\\d"}'),
        ('{"x"}', '{__name__="x"}'),
        ('{"a.b"="c"}', '{"a.b"="c"}'),
        ('sum by ("a.b", "c") (x)', 'sum by ("a.b", c) (x)'),
        ("x  +on( a )group_left y # end", "x + on (a) group_left () y"),
        ("1>BOOL 2", "1 > bool 2"),
        ("x[ 5m : ]OFFSET -1h @start ( )", "x[5m:] @ start() offset -1h"),
        ("x[5m] offset 1h smoothed", "x[5m] smoothed offset 1h"),
        ("a+fill_right(1)fill_left(2)b", "a + fill_left(2) fill_right(1) b"),
        ("a+fill(1)b", "a + fill(1) b"),
        ("- 1^2", "-1 ^ 2"),
        ("inf+nAn+0X1f+1E3", "Inf + NaN + 0X1f + 1E3"),
        ("x[5m+(1m)*2]", "x[5m + (1m) * 2]"),
    ],
)
def test_the_canonical_form(text: str, printed: str) -> None:
    assert print_expr(promql.parse(text)) == printed


_A, _B, _C = (Selector(name) for name in "abc")


@pytest.mark.parametrize(
    ("built", "printed"),
    [
        (promql.operation("*", promql.operation("+", _A, _B), _C), "(a + b) * c"),
        (promql.operation("+", _A, promql.operation("*", _B, _C)), "a + b * c"),
        (promql.operation("-", _A, promql.operation("-", _B, _C)), "a - (b - c)"),
        (promql.operation("-", promql.operation("-", _A, _B), _C), "a - b - c"),
        (promql.operation("^", promql.operation("^", _A, _B), _C), "(a ^ b) ^ c"),
        (promql.operation("^", _A, promql.operation("^", _B, _C)), "a ^ b ^ c"),
        (promql.operation("^", promql.Unary("-", _A), _B), "(-a) ^ b"),
        (promql.Unary("-", promql.operation("*", _A, _B)), "-(a * b)"),
        (promql.Unary("-", promql.operation("^", _A, _B)), "-a ^ b"),
        (promql.operation("*", _A, promql.Unary("-", _B)), "a * -b"),
        (promql.Subquery(promql.operation("+", _A, _B), Number("1h")), "(a + b)[1h:]"),
        (promql.aggregate("sum", promql.call("rate", promql.over(_A)), ["x"]), "sum by (x) (rate(a[$window]))"),
        (promql.aggregate("topk", _A, parameter=Number("3")), "topk(3, a)"),
    ],
)
def test_a_built_tree_is_printed_so_that_it_reads_back(built: Expr, printed: str) -> None:
    assert print_expr(built) == printed


def test_the_window_is_filled_in_while_printing_or_in_the_tree() -> None:
    expr = _parse('sum(rate(x{a="$window"}[$window])) / max_over_time(y[$window:1m])')
    filled = 'sum(rate(x{a="$window"}[5m])) / max_over_time(y[5m:1m])'
    assert print_expr(expr, {"window": "5m"}) == filled
    assert print_expr(promql.fill(expr, {"window": "5m"})) == filled
    assert print_expr(expr).count("[$window") == 2


def test_matchers_are_added_to_every_selector_once() -> None:
    expr = _parse('sum(rate(x{env="prod"}[5m] offset 1h)) / on (a) (y or {"z.z"} @ 5)')
    changed = promql.add_matchers(expr, [Matcher("env", "=", "prod"), Matcher("k8s.pod", "!=", 'a"b')])
    assert print_expr(changed) == (
        'sum(rate(x{env="prod","k8s.pod"!="a\\"b"}[5m] offset 1h))'
        ' / on (a) (y{env="prod","k8s.pod"!="a\\"b"} or {__name__="z.z",env="prod","k8s.pod"!="a\\"b"} @ 5)'
    )
    assert promql.add_matchers(changed, [Matcher("env", "=", "prod")]) is changed


@pytest.mark.parametrize(
    ("text", "renamed"),
    [
        ("x", 'x_bucket{le=~"1|1\\\\.0"}'),
        ('x{a="b"}', 'x_bucket{a="b",le=~"1|1\\\\.0"}'),
        ('{__name__="x",a="b"}', '{__name__="x_bucket",a="b",le=~"1|1\\\\.0"}'),
    ],
)
def test_a_metric_gets_a_suffix(text: str, renamed: str) -> None:
    selector = promql.bare_selector(_parse(text))
    assert selector is not None
    assert print_expr(promql.with_suffix(selector, "_bucket", [Matcher("le", "=~", r"1|1\.0")])) == renamed


def test_a_selector_without_one_name_gets_no_suffix() -> None:
    with pytest.raises(ValueError, match="no metric name"):
        promql.with_suffix(Selector(None, (Matcher("__name__", "=~", "x.*"),)), "_bucket")


def test_a_range_takes_the_modifiers_of_its_selector() -> None:
    selector = _parse("x offset 1h @ 5")
    assert isinstance(selector, Selector)
    assert print_expr(promql.over(selector, Number("5m"))) == "x[5m] @ 5 offset 1h"


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("x", True),
        ("(x{a='b'})", True),
        ("x offset 5m", False),
        ("x @ 5", False),
        ("rate(x[5m])", False),
        ("x[5m]", False),
    ],
)
def test_what_a_bare_selector_is(text: str, bare: bool) -> None:
    assert (promql.bare_selector(_parse(text)) is not None) is bare


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("x", None),
        ("sum(x)", set()),
        ("sum by (a, b) (x)", {"a", "b"}),
        ("(-sum by (a) (x))", {"a"}),
        ("sum without (a) (x)", None),
        ("sum without (a) (sum by (a, b) (x))", {"b"}),
        ("topk(3, sum by (a) (x))", {"a"}),
        ("topk(3, x)", None),
        ('count_values by (a) ("v", x)', {"a", "v"}),
        ("rate(x[5m])", None),
        ("abs(sum by (a) (x))", {"a"}),
        ("histogram_quantile(0.9, sum by (a, le) (x))", {"a"}),
        ('label_replace(sum by (a) (x), "b", "$1", "a", "(.*)")', {"a", "b"}),
        ("max_over_time(sum by (a) (x)[1h:])", {"a"}),
        ("vector(1)", set()),
        ("time()", set()),
        ("1 - sum by (a) (x)", {"a"}),
        ("sum by (a) (x) > 1", {"a"}),
        ("sum by (a) (x) / sum by (a) (y)", {"a"}),
        ("sum by (a, b) (x) / on (a) sum by (a) (y)", {"a"}),
        ("x / on (a) y", {"a"}),
        ("sum by (a, b) (x) / ignoring (b) sum by (a) (y)", {"a"}),
        ("sum by (a) (x) * on (a) group_left (c) y", {"a", "c"}),
        ("y * on (a) group_right (c) sum by (a) (x)", {"a", "c"}),
        ("sum by (a) (x) or sum by (b) (y)", {"a", "b"}),
        ("sum by (a) (x) or y", None),
        ("sum by (a) (x) and y", {"a"}),
        ("sum by (a) (x) unless on () y", {"a"}),
    ],
)
def test_the_labels_of_the_result(text: str, labels: set[str] | None) -> None:
    found = labels_of(_parse(text))
    possible = found.possible
    assert (None if possible is None else {one for one in possible if found.absence(one) is None}) == labels


@pytest.mark.parametrize(
    ("text", "version", "uses"),
    [
        ("rate(x[5m])", (2, 42), []),
        ("mad_over_time(x[5m])", (2, 49), [("mad_over_time()", "promql-experimental-functions")]),
        ("first_over_time(x[5m])", (3, 7), [("first_over_time()", "promql-experimental-functions")]),
        ("first_over_time(x[5m])", (3, 14), []),
        ("limitk(2, x)", (3, 0), [("limitk()", "promql-experimental-functions")]),
        ("x[5m + 1m]", (3, 4), [("arithmetic with durations", "promql-duration-expr")]),
        ("x[5m + 1m]", (3, 14), []),
        ("x[-(-5m)] offset -5m", (3, 4), [("arithmetic with durations", "promql-duration-expr")]),
        ("x[1h:step()]", (3, 6), [("arithmetic with durations", "promql-duration-expr")]),
        ("x[5m] smoothed", (3, 7), [("smoothed", "promql-extended-range-selectors")]),
        ("x[5m] smoothed", (3, 16), []),
        ("x + fill(0) y", (3, 16), [("fill", "promql-binop-fill-modifiers")]),
    ],
)
def test_what_is_experimental_in_a_version(text: str, version: promql.Version, uses: list[tuple[str, str]]) -> None:
    found = promql.experimental_uses(promql.parse(text, version), version)
    assert [(use.what, use.flag) for use in found] == uses
    assert all(text[use.start : use.end] for use in found)
