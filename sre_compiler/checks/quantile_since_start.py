"""A quantile is computed from buckets as they are, so that it speaks of all time since the processes started.

Buckets are counters. Without `rate` the percentile is that of every event ever counted: it hardly moves in an outage, and not
back afterwards.

Bad:

    expr: histogram_quantile(0.99, sum by (le) (http_request_duration_seconds_bucket)) > 1

Good:

    expr: histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._histograms import is_buckets
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, call in scope.calls:
        if call.function == "histogram_quantile":
            inner = promql.unwrapped(call.args[1])
            while isinstance(inner, promql.Aggregation):
                inner = promql.unwrapped(inner.expr)
            if isinstance(inner, promql.Selector) and is_buckets(inner):
                yield _finding(query, inner)


def _finding(query: Query, selector: promql.Selector) -> Diagnostic:
    return Diagnostic(
        "quantile-since-start",
        SEVERITY,
        "the quantile is that of all events since the processes started",
        query.at(selector.start, selector.end),
        label="buckets are counters",
        help="take their `rate` over a range first",
    )
