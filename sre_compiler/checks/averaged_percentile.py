"""Percentiles are added up or averaged, which gives no percentile.

The mean of the 99th percentiles of ten instances is not the 99th percentile of their requests: one slow instance with most of
the traffic disappears in it.

Bad:

    expr: avg(http_request_duration_seconds{quantile="0.99"}) > 1

Good:

    expr: histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.aggregations:
        if node.op in {"avg", "sum"} and _is_percentile(node.expr):
            yield _finding(query, node)


def _is_percentile(expr: promql.Expr) -> bool:
    inner = promql.unwrapped(expr)
    if isinstance(inner, promql.Call):
        return inner.function == "histogram_quantile"
    return isinstance(inner, promql.Selector) and any(
        one.name == "quantile" and one.op == "=" for one in inner.matchers
    )


def _finding(query: Query, node: promql.Aggregation) -> Diagnostic:
    inner = promql.unwrapped(node.expr)
    return Diagnostic(
        "averaged-percentile",
        SEVERITY,
        f"the `{node.op}` of percentiles is no percentile",
        query.at(node.start, node.start + len(node.op)),
        label="says nothing about the requests",
        help="add up the buckets of a histogram and take the percentile of the sum, or use `max`",
        related=(Related(query.at(inner.start, inner.end), "a percentile"),),
    )
