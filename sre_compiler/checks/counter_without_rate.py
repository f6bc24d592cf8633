"""An alert compares a counter itself, which only ever grows.

By its name the metric is a counter. Its value is what was counted since the process started: it passes any threshold in time, and
begins at zero with the next release.

Bad:

    expr: http_errors_total > 100

Good:

    expr: increase(http_errors_total[1h]) > 100
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._comparisons import comparisons
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.INFO
_ORDERS = frozenset({"<", "<=", ">", ">="})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query in scope.alert_queries:
        for comparison in comparisons(query.tree) if query.operators else ():
            if comparison.op in _ORDERS:
                yield from _findings(query, comparison.value)


def _findings(query: Query, compared: promql.Expr) -> Iterator[Diagnostic]:
    """A counter that is compared as it is, or added up."""
    inner = promql.unwrapped(compared)
    if isinstance(inner, promql.Aggregation) and inner.op in {"sum", "max", "min", "avg"}:
        inner = promql.unwrapped(inner.expr)
    if isinstance(inner, promql.Selector) and (inner.metric or "").endswith("_total"):
        yield Diagnostic(
            "counter-without-rate",
            SEVERITY,
            f"`{inner.metric}` is a counter by its name, and only ever grows",
            query.at(inner.start, inner.end),
            label="is compared without `rate` or `increase`",
            help="compare its `rate` or `increase`; leave it if it is a gauge in spite of its name",
        )
