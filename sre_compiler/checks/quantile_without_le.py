"""A quantile is computed from buckets whose bounds were aggregated away.

The label `le` tells the buckets of a classic histogram apart. After a `sum` that does not keep it there is one number and no
distribution: `histogram_quantile` returns nothing, and an alert on it is silent for good.

Bad:

    expr: histogram_quantile(0.99, sum by (job) (rate(http_request_duration_seconds_bucket[5m]))) > 1

Good:

    expr: histogram_quantile(0.99, sum by (job, le) (rate(http_request_duration_seconds_bucket[5m]))) > 1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._histograms import is_buckets
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query
from sre_compiler.promql.labels import Reason

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, call in scope.calls:
        if call.function == "histogram_quantile" and any(map(is_buckets, promql.selectors(call.args[1]))):
            reason = query.flow[id(call.args[1])].absence("le")
            if reason is not None:
                yield _finding(query, call, reason)


def _finding(query: Query, call: promql.Call, reason: Reason) -> Diagnostic:
    return Diagnostic(
        "quantile-without-le",
        SEVERITY,
        "`histogram_quantile` gets no buckets, and returns nothing",
        query.at(call.start, call.start + len(call.function)),
        label="needs the label `le`",
        help="keep `le` in every aggregation inside: `by (…, le)`",
        related=(Related(query.at(reason.start, reason.end), reason.words),),
    )
