"""A comparison can never hold, whatever the data are.

`count` of nothing is no result and never 0, a ratio of one is never above 1, `day_of_week()` ends with 6. An alert on such a
comparison is silent for good, while it looks as if something were watched.

Bad:

    expr: count(up{job="checkout"}) == 0

Good:

    expr: absent(up{job="checkout"})
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query
from sre_compiler.promql.bounds import SHARE, Bounds, never
from sre_compiler.promql.syntax import COMPARISONS

SEVERITY = Severity.ERROR
_COUNTING = frozenset({"count", "count_over_time"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.operators:
        if node.op in COMPARISONS and node.type == "vector":
            left, right = query.values[id(node.left)], query.values[id(node.right)]
            if never(left, node.op, right) and not (left.is_empty or right.is_empty):
                yield _finding(query, node)


def _finding(query: Query, node: promql.Binary) -> Diagnostic:
    left, right = query.values[id(node.left)], query.values[id(node.right)]
    turned = node.left.type == "scalar"
    values, compared, side = (right, left, node.right) if turned else (left, right, node.left)
    return Diagnostic(
        "comparison-never-holds",
        SEVERITY,
        f"the comparison with `{node.op}` never holds",
        query.at(node.op_start, node.op_start + len(node.op)),
        label=f"the {'right' if turned else 'left'} side is {_words(values)}",
        help=_advice(promql.unwrapped(side), values, compared),
    )


def _words(values: Bounds) -> str:
    if values.point is not None:
        return f"always {values.point:g}"
    if values.high == float("inf"):
        return f"{'above' if values.low_open else 'at least'} {values.low:g}"
    if values.low == -float("inf"):
        return f"{'below' if values.high_open else 'at most'} {values.high:g}"
    return f"between {values.low:g} and {values.high:g}"


def _advice(side: promql.Expr, values: Bounds, compared: Bounds) -> str:
    name = side.op if isinstance(side, promql.Aggregation) else getattr(side, "function", "")
    if name in _COUNTING and compared.high < 1:
        return f"`{name}` of nothing is no result, and not 0: ask with `absent`, or add `or vector(0)` before comparing"
    if name == "sum" and values.point == 0:
        return "a filter such as `== 0` keeps the value, and zeros add up to 0: count them with `count`"
    if name == "day_of_week" and compared.point == 7:
        return "Sunday is 0"
    if values == SHARE and compared.point is not None and 1 < compared.point <= 100:
        return f"the side is a ratio of one: {compared.point:g} % of it is `{compared.point / 100:g}`"
    return f"compare with a value that it can have: {_words(values)}"
