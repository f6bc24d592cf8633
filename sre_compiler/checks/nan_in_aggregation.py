"""Ratios are added up or averaged, and one of nothing by nothing makes no number of all of them.

Without traffic a rate is 0, and 0 / 0 is NaN. A sum with one NaN in it is NaN, which satisfies no comparison: one idle instance
silences the alert for all. The mean of ratios is not the ratio of all either.

Bad:

    expr: avg by (job) (rate(http_errors_total[5m]) / rate(http_requests_total[5m])) > 0.1

Good:

    expr: sum by (job) (rate(http_errors_total[5m])) / sum by (job) (rate(http_requests_total[5m])) > 0.1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING
_POISONED = frozenset({"sum", "avg", "stddev", "stdvar"})
_ZERO_WHEN_IDLE = frozenset({"rate", "irate", "increase"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.aggregations:
        inner = promql.unwrapped(node.expr)
        if node.op not in _POISONED or not isinstance(inner, promql.Binary) or inner.op != "/":
            continue
        if _is_idle(inner.left) and _is_idle(inner.right):
            yield _finding(query, node, inner)


def _is_idle(expr: promql.Expr) -> bool:
    """Whether it is 0 without traffic: a rate, or a sum of rates."""
    inner = promql.unwrapped(expr)
    while isinstance(inner, promql.Aggregation) and inner.op in {"sum", "avg", "max", "min"}:
        inner = promql.unwrapped(inner.expr)
    return isinstance(inner, promql.Call) and inner.function in _ZERO_WHEN_IDLE


def _finding(query: Query, node: promql.Aggregation, division: promql.Binary) -> Diagnostic:
    return Diagnostic(
        "nan-in-aggregation",
        SEVERITY,
        f"one ratio without traffic makes the `{node.op}` no number",
        query.at(node.start, node.start + len(node.op)),
        label="NaN spreads to the result",
        help="divide sums: `sum(…) / sum(…)`; or keep idle ones out: `… / (… > 0)`",
        related=(Related(query.at(division.op_start, division.op_start + 1), "is NaN where both sides are 0"),),
    )
