"""The parser: what its errors say and where, what a tree knows of the text, versions, and bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sre_compiler import promql
from sre_compiler.promql import Expr, PromQLError, Version
from sre_compiler.promql.cursor import MAX_HEIGHT, MAX_LENGTH, MAX_NESTING
from tests.promql_cases import expressions, labels_of, table

_WINDOW = frozenset({"window"})
_WORDS = (
    "sum topk by on ignoring group_left bool offset and unless inf foo rate start step fill smoothed ( ) { } [ ] , = =~ !="
    " < + - ^ @ : 5m 0 1e3 .5 0x 1.5h 'x' \"y `z` \\ # $window $1 {{ \u201c \ufffd é"
)
_SOUP = st.lists(st.sampled_from([*_WORDS.split(" "), "\n"]), max_size=12).map(" ".join)


def _error(text: str, version: Version = (2, 42)) -> PromQLError:
    with pytest.raises(PromQLError) as caught:
        promql.parse(text, version, _WINDOW)
    return caught.value


@pytest.mark.parametrize(
    ("text", "where", "message", "help_text"),
    [
        ("sum(rate(x[5m]) by (job)", "by", "closing parenthesis, found `by`", "a parenthesis before by is not closed"),
        ("sum by (job (rate(x[5m]))", "(", "after the labels of by, found `(`", ""),
        ("sum by job (x)", "job", "expected ( after by", "labels stand in parentheses: by (job)"),
        ("sum(rate(x[5m])", "", "found the end of the expression", "a parenthesis is not closed"),
        ("x{a=b}", "b", "a label value in quotes, found `b`", 'label values stand in quotes: "b"'),
        (
            'x{a~="b"}',
            "~",
            "expected =, !=, =~ or !~ after the label a",
            "the regular expression operators are =~ and !~",
        ),
        ('x{a=="b"}', "=", "a label value in quotes", "labels are compared with a single ="),
        ('x{a="b}', '"', "a label value in quotes", "this string is not closed"),
        ('x{a="b" c="d"}', "c", "a comma or a closing brace, found `c`", ""),
        ("x{a=\u201cb\u201d}", "\u201c", "a label value in quotes", 'use straight quotes: "…"'),
        (r'x{a="\d"}', r"\d", r"\d is not an escape", "a backslash itself is written"),
        ("x == 1 and", "", "expected an expression, found the end", ""),
        ("x = 1", "=", "an operator or the end", "values are compared with =="),
        ("x && y", "&", "an operator or the end", "write and"),
        ("x > 5%", "", "expected an expression", "write 5% as 0.05"),
        ("x.y", ".", "found `.`", "from Prometheus 3.0 on"),
        ("x\u00a0+ 1", "\u00a0", "an operator or the end", "this is not an ordinary space"),
        ("rate(x)", "x", "rate() takes a range vector here, found an instant vector", "add a range: rate(x[5m])"),
        ("abs(x[5m])", "x[5m]", "abs() takes an instant vector here, found a range vector", "leave out the range"),
        ("abs(1)", "1", "abs() takes an instant vector here, found a scalar", "vector(…) makes an instant vector"),
        (
            "clamp_min(x, y)",
            "y",
            "clamp_min() takes a scalar here, found an instant vector",
            "scalar(…) makes a scalar",
        ),
        ("rate(abs(x))", "abs(x)", "rate() takes a range vector here", "then aggregate"),
        ("info(x, y)", "info", "there is no function info", "it exists from Prometheus 2.55 on"),
        ("sum(x[5m])", "x[5m]", "expected an instant vector in sum(), found a range vector", "rate(…)"),
        ("rate(sum(x)[5m])", "[5m]", "expected a selector before the range", "or a subquery: [5m:]"),
        ("rate(x[5])", "5", "expected a duration with a unit", "write 5s for seconds, 5m for minutes"),
        ("rate(x[1.5h])", "1.5h", "expected a duration with a unit", "1h30m, not 1.5h"),
        ("rate(x[5min])", "5min", "expected a duration with a unit", "the units are y w d h m s ms"),
        ("rate(x[1h1d])", "1h1d", "units in the order", "for example 1d12h"),
        ("rate(x[0s])", "0s", "longer than 0", ""),
        ("rate(x[300y])", "300y", "at most 292 years", ""),
        ("rate(x[$__rate_interval])", "$__rate_interval", "a duration such as 5m", "a variable of Grafana dashboards"),
        ("rate(x[{{.window}}])", "{", "a duration such as 5m", "write $window where the range goes"),
        ("rate(x[$windw])", "$windw", "a duration such as 5m", "only declared placeholders"),
        ("rate(x[${window}])", "${window}", "a duration such as 5m", "write $window, without braces"),
        ("rate(x[$window + 1m])", "+", "] or : after $window, which stands alone", ""),
        ("x offset $window", "$window", "a duration such as 5m", "a range only, as in [$window]"),
        ("x > $limit", "$limit", "expected an expression", "only declared placeholders"),
        ("Rate(x[5m])", "Rate", "there is no function Rate", "did you mean rate?"),
        ("first_over_time(x[5m])", "first_over_time", "there is no function", "it exists from Prometheus 3.7 on"),
        ("limitk(1, x)", "limitk", "there is no function", "it exists from Prometheus 2.54 on"),
        ("topk(x)", "topk(x)", "topk() takes 2 arguments, found 1", ""),
        ("abs()", "abs()", "abs() takes 1 argument, found 0", ""),
        ("round(x, 1, 2)", "round(x, 1, 2)", "round() takes at most 2 arguments, found 3", ""),
        ('label_join(x, "a")', 'label_join(x, "a")', "takes at least 3 arguments, found 2", ""),
        ("count_values(x, y)", "x", "expected a string in the parameter of count_values", ""),
        ("x + y[5m]", "y[5m]", "expected a scalar or an instant vector beside +", ""),
        ("1 == 1", "==", "two scalars are compared with == bool", ""),
        ("x + bool y", "+", "bool goes with comparisons only", ""),
        ("x and 1", "and", "and stands between two instant vectors, found a scalar", ""),
        ("x and on (a) group_left y", "and", "group_left does not go with and", ""),
        ("x + on (a) group_left (a) y", "+", "a label stands in on and in group_left", ""),
        ("x + on (a) 1", "+", "labels are matched between two instant vectors only", ""),
        ("sum(x) offset 5m", "offset", "a selector, range or subquery before offset", "inside the parentheses"),
        ("x offset 5m offset 1m", "offset 1m", "expected one offset at most", ""),
        ("x offset 5m [5m]", "[", "expected the range before offset", "write x[5m] offset 1h"),
        ("x @ 5 @ 6", "@ 6", "expected one @ at most", ""),
        ("x @ y", "y", "a Unix timestamp in seconds, start() or end()", ""),
        ("1[5m:]", "1", "an instant vector before the subquery, found a scalar", ""),
        ('-"a"', '"a"', "after the sign, found a string", ""),
        ("{}", "{}", "a metric name or a matcher that does not match the empty", "selects every series"),
        ('x{__name__="y"}', '__name__="y"', "expected one metric name, found x and y", ""),
        ('x{a=~"(b"}', '"(b"', "not a regular expression that Prometheus reads: missing closing )", ""),
        ('{"x"}', '"x"', "a quoted name needs Prometheus 2.51 or later", "declared as version 2.42"),
        ('sum by ("a") (x)', '"a"', "a quoted label needs Prometheus 3.0 or later", "declared as version 2.42"),
        ("x > 5m", "5m", "a duration as a number needs Prometheus 2.54", "declared as version 2.42"),
        ("x[5m + 1m]", "+", "arithmetic with durations needs Prometheus 3.4", "declared as version 2.42"),
    ],
)
def test_errors_say_what_was_expected_at_the_place(text: str, where: str, message: str, help_text: str) -> None:
    error = _error(text)
    assert text[error.start : error.end] == where
    assert message in error.message
    assert help_text in error.help
    assert bool(help_text) == bool(error.help)


@pytest.mark.parametrize(
    ("text", "where"),
    [("x[0]", "0"), ("x[-(5m)]", "-(5m)"), ("x[5m:(0)]", "(0)"), ("x[5m / 0]", "0"), ("x[5m % (-0)]", "(-0)")],
)
def test_what_cannot_be_a_range_is_refused_where_it_can_be_seen(text: str, where: str) -> None:
    error = _error(text, promql.LATEST)
    assert text[error.start : error.end] == where


def test_an_error_at_the_end_points_behind_the_last_token() -> None:
    error = _error("sum(x  # and so on\n")
    assert (error.start, error.end) == (5, 5)


def test_a_syntax_error_is_reported_before_an_error_of_types() -> None:
    assert "found the end" in _error("rate(x) +").message


def test_the_inner_mistake_is_reported_before_the_outer() -> None:
    error = _error("rate(abs(y[5m]))")
    assert "abs()" in error.message


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("holt_winters(x[5m], 0.5, 0.5)", (2, 42)),
        ('{"x"}', (2, 51)),
        ("x > 5m", (2, 54)),
        ("x[300]", (2, 54)),
        ("x > 1_000", (2, 54)),
        ("limitk(2, x)", (2, 54)),
        ("info(x, {})", (2, 55)),
        ('sum by ("a.b") (x)', (3, 0)),
        ("double_exponential_smoothing(x[5m], 0.5, 0.5)", (3, 0)),
        ("x[5m + 1m]", (3, 4)),
        ("x offset +5m", (3, 4)),
        ("x[step()]", (3, 6)),
        ("rate(x[5m] anchored)", (3, 7)),
        ("x + fill(0) y", (3, 10)),
        ("x </ 5", (3, 11)),
        ("x * step()", (3, 12)),
        ("x[max_of(5m, step())]", (3, 13)),
    ],
)
def test_the_grammar_is_that_of_the_declared_version(text: str, first: Version) -> None:
    versions = [(2, minor) for minor in range(42, 56)] + [(3, minor) for minor in range(17)]
    accepted = [version for version in versions if _parses(text, version)]
    assert accepted == ([v for v in versions if v < (3, 0)] if "holt" in text else [v for v in versions if v >= first])


def _parses(text: str, version: Version) -> bool:
    try:
        promql.parse(text, version)
    except PromQLError:
        return False
    return True


def test_a_placeholder_stands_where_a_range_goes() -> None:
    expr = promql.parse("rate(x[$window]) / max_over_time(rate(x[5m])[$window:1m])", placeholders=_WINDOW)
    assert promql.placeholders(expr) == {"window"}
    with pytest.raises(PromQLError):
        promql.parse("rate(x[$window])")


def test_dollars_in_strings_are_left_alone() -> None:
    expr = promql.parse('label_replace(x, "a", "$1-$window", "b", "(.*)")')
    assert isinstance(expr, promql.Call)
    assert expr.args[2] == promql.String("$1-$window")


def test_matchers_and_labels_know_their_place() -> None:
    text = 'sum by (job) (x{code=~"5.."})'
    expr = promql.parse(text)
    assert isinstance(expr, promql.Aggregation)
    assert expr.grouping is not None
    (label,) = expr.grouping.labels
    (matcher,) = next(promql.selectors(expr)).matchers
    assert text[label.start : label.end] == "job"
    assert text[expr.grouping.start : expr.grouping.end] == "by (job)"
    assert text[matcher.start : matcher.end] == 'code=~"5.."'
    assert text[matcher.value_start : matcher.end] == '"5.."'


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1 + 2", "scalar"),
        ("x + 1", "vector"),
        ("-time()", "scalar"),
        ("x[5m]", "matrix"),
        ("(x)[5m:]", "matrix"),
        ("'a'", "string"),
    ],
)
def test_the_type_of_the_result(text: str, kind: str) -> None:
    assert promql.parse(text).type == kind


@given(expressions())
def test_spans_nest_and_every_part_reads_the_same_alone(expr: Expr) -> None:
    _assert_spans(promql.print_expr(expr))


@pytest.mark.parametrize("text", [text for text in table() if _parses(text, promql.LATEST)])
def test_spans_of_the_table(text: str) -> None:
    _assert_spans(text)


def _assert_spans(text: str) -> None:
    tree = promql.parse(text)
    for node in promql.walk(tree):
        end_of_previous = node.start
        for child in node.children:
            assert end_of_previous <= child.start <= child.end <= node.end
            end_of_previous = child.end
        part = text[node.start : node.end]
        if not text.startswith("info(") or part[0] != "{":  # only there may a selector match every series
            assert promql.parse(part) == node


@given(_SOUP | st.text(max_size=30))
def test_no_text_raises_anything_else(text: str) -> None:
    found = _read(text)
    if isinstance(found, PromQLError):
        assert 0 <= found.start <= found.end <= len(text)
    else:
        assert _read(promql.print_expr(found)) == found


def _read(text: str) -> Expr | PromQLError:
    try:
        return promql.parse(text, placeholders=_WINDOW)
    except PromQLError as error:
        return error


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000,
        "(" * 5000 + "x" + ")" * 5000,
        "-" * 9000 + "1",
        "1" + "^1" * 5000,
        "sum(" * 4000,
        "x[" + "(" * 9000,
        "x[" + "-" * 9000,
        "x[" + "1m^" * 4000 + "1m]",
        "x[" + "max_of(" * 2000,
        "abs(-" * 3000,
        "x offset " + "-" * 9000 + "1m",
    ],
)
def test_nesting_is_bounded(text: str) -> None:
    assert f"more than {MAX_NESTING} levels deep" in _error(text, promql.LATEST).message


def test_length_is_bounded() -> None:
    assert f"longer than {MAX_LENGTH}" in _error("x" * (MAX_LENGTH + 1)).message


def test_nesting_within_the_bound_is_read() -> None:
    text = "(" * MAX_NESTING + "x" + ")" * MAX_NESTING
    assert promql.print_expr(promql.parse(text)) == text


@pytest.mark.parametrize(
    "part", ["(1)", "-1", "1 ^ 1", "time()", "max_of(1, 1)", "sum(x)", "x[(1m)]", "x[-1m + 2m]", "x[1m ^ 1]"]
)
def test_what_stands_side_by_side_is_not_nested(part: str) -> None:
    parts = [f"rate({part})" if part.startswith("x[") else part] * (MAX_NESTING + 1)
    assert _parses(" + ".join(parts), promql.LATEST)


@pytest.mark.parametrize("part", ["(1m)", "-1m", "1m ^ 1", "1m * 2", "max_of(1m, 1m)"])
def test_durations_side_by_side_are_not_nested(part: str) -> None:
    assert _parses(f"x[{' + '.join([part] * (MAX_NESTING + 1))}]", promql.LATEST)


@pytest.mark.parametrize("op", ["or", "and", "+", "==", "* on (a) group_left (b)"])
def test_long_chains_are_read_and_written(op: str) -> None:
    text = f" {op} ".join(f"x{index}" for index in range(MAX_HEIGHT))
    expr = promql.add_matchers(promql.parse(text), [promql.Matcher("a", "=", "b")])
    assert promql.print_expr(expr).count('{a="b"}') == MAX_HEIGHT
    assert promql.experimental_uses(expr, (2, 42)) == ()
    assert labels_of(expr).possible is None
    assert (expr, hash(expr)) == (promql.parse(promql.print_expr(expr)), hash(expr))


@pytest.mark.parametrize("op", ["or", "and", "+", "==", "* on (a) group_left (b)"])
def test_a_chain_that_nobody_could_walk_is_refused(op: str) -> None:
    text = f" {op} ".join(["x"] * (MAX_HEIGHT + 1))
    with pytest.raises(PromQLError, match="more than 250 operators in a row"):
        promql.parse(text)
