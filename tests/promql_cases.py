"""Expressions to try a PromQL parser on: a table of good and bad ones, and a generator of trees that are right."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from sre_compiler import promql
from sre_compiler.promql import Expr
from sre_compiler.promql.functions import functions_of
from sre_compiler.promql.labels import Labels, label_flow

_TABLE = Path(__file__).parent / "consumers" / "promql_expressions.txt"
_NAMES = st.sampled_from(["up", "requests_total", "job:errors:rate5m", "sum", "by", "offset", "and", "start", "or"])
_LABELS = st.sampled_from(["job", "le", "on", "by", "sum", "group_left", "bool", "instance"])
_DURATIONS = st.sampled_from(["5m", "1h30m", "1d", "2w", "500ms", "1y2w3d4h5m6s7ms"])
_NUMBERS = st.sampled_from(["0", "1", "0.5", ".5", "1e3", "0x1F", "017", "1e-9", "Inf", "NaN"])
_ARITHMETIC = st.sampled_from(["+", "-", "*", "/", "%", "^", "atan2"])
_COMPARISONS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
_OVER_TIME = st.sampled_from(sorted(f.name for f in functions_of((2, 42)).values() if f.args == ("matrix",)))
_OF_VECTORS = st.sampled_from(["abs", "absent", "ceil", "sort", "timestamp", "sgn", "histogram_count"])
_AGGREGATIONS = st.sampled_from(["sum", "min", "max", "avg", "group", "count", "stddev"])


def labels_of(expr: Expr) -> Labels:
    """The labels of the result of the whole expression."""
    return label_flow(expr)[id(expr)]


def table() -> list[str]:
    """One expression a line, ⏎ for a line break; promtool says which ones are good."""
    return [line.replace("⏎", "\n") for line in _TABLE.read_text(encoding="utf-8").splitlines()]


def _labels() -> st.SearchStrategy[tuple[promql.Label, ...]]:
    return st.lists(_LABELS, max_size=3, unique=True).map(lambda names: tuple(map(promql.Label, names)))


def _matchers() -> st.SearchStrategy[tuple[promql.Matcher, ...]]:
    values = st.text(st.sampled_from("ab5.\\\"'`é\n \x7f🦊"), max_size=5)
    equal = st.builds(promql.Matcher, _LABELS, st.sampled_from(["=", "!="]), values)
    regex = st.builds(promql.Matcher, _LABELS, st.sampled_from(["=~", "!~"]), st.sampled_from(["", "5..", r"a\.b|c"]))
    return st.lists(equal | regex, max_size=3).map(tuple)


def _ats() -> st.SearchStrategy[promql.At | None]:
    return st.none() | st.sampled_from(["start()", "end()", "1609746000", "-5", "5.5"]).map(promql.At)


def _offsets() -> st.SearchStrategy[Expr | None]:
    numbers = _DURATIONS.map(promql.Number)
    return st.none() | numbers | numbers.map(lambda number: promql.Unary("-", number))


def _selectors() -> st.SearchStrategy[Expr]:
    return st.builds(promql.Selector, _NAMES, _matchers(), _ats(), _offsets())


def _ranges() -> st.SearchStrategy[Expr]:
    plain = st.builds(promql.Selector, _NAMES, _matchers())
    return st.builds(promql.Range, plain, _DURATIONS.map(promql.Number), _ats(), _offsets())


def _subqueries(vectors: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    durations = _DURATIONS.map(promql.Number)
    return st.builds(promql.Subquery, vectors.map(_closed), durations, st.none() | durations, _ats(), _offsets())


def _closed(expr: Expr) -> Expr:
    """In parentheses, as a parsed tree has them, where an operator stands outside."""
    return promql.Paren(expr) if isinstance(expr, promql.Binary | promql.Unary) else expr


def _matching() -> st.SearchStrategy[promql.Matching | None]:
    kinds = st.sampled_from(["on", "ignoring"])
    return st.none() | st.builds(promql.Matching, kinds, _labels())


def _operations(left: st.SearchStrategy[Expr], right: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    arithmetic = st.builds(promql.operation, _ARITHMETIC, left.map(_closed), right.map(_closed))
    compared = st.builds(
        promql.operation, _COMPARISONS, left.map(_closed), right.map(_closed), returns_bool=st.just(value=True)
    )
    return arithmetic | compared


def _grown(vectors: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    grouping = st.none() | st.builds(promql.Grouping, st.booleans(), _labels())
    sides = vectors.map(_closed)
    return st.one_of(
        st.builds(promql.call, _OVER_TIME, _ranges() | _subqueries(vectors)),
        st.builds(promql.call, _OF_VECTORS, vectors),
        st.builds(promql.Aggregation, _AGGREGATIONS, vectors, st.none(), grouping),
        st.builds(promql.Aggregation, st.sampled_from(["topk", "quantile"]), vectors, _scalars(), grouping),
        st.builds(
            lambda op, a, b, how: promql.operation(op, a, b, matching=how), _ARITHMETIC, sides, sides, _matching()
        ),
        st.builds(promql.operation, st.sampled_from(["and", "or", "unless"]), sides, sides),
        _operations(vectors, _scalars()),
        _operations(_scalars(), vectors),
        sides.map(lambda side: promql.Unary("-", side)),
        vectors.map(promql.Paren),
    )


def _scalars() -> st.SearchStrategy[Expr]:
    return _NUMBERS.map(promql.Number) | st.builds(promql.call, st.sampled_from(["time", "pi"]))


def expressions() -> st.SearchStrategy[Expr]:
    """Trees of instant vectors that every version from 2.42 on accepts, as parsing would build them."""
    return st.recursive(_selectors(), _grown, max_leaves=6)
