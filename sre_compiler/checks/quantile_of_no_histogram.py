"""A quantile is computed from a series that is no histogram by its name.

`x_count` and `x_sum` of a histogram have no buckets, and a `_total` is a plain counter: `histogram_quantile` of them returns
nothing.

Bad:

    expr: histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_count[5m]))) > 1

Good:

    expr: histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING
_WITHOUT_BUCKETS = ("_count", "_sum", "_total")


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, call in scope.calls:
        if call.function == "histogram_quantile":
            found = list(promql.selectors(call.args[1]))
            if len(found) == 1 and (found[0].metric or "").endswith(_WITHOUT_BUCKETS):
                yield _finding(query, found[0])


def _finding(query: Query, selector: promql.Selector) -> Diagnostic:
    return Diagnostic(
        "quantile-of-no-histogram",
        SEVERITY,
        f"`{selector.metric}` is no histogram by its name",
        query.at(selector.start, selector.end),
        label="has no buckets",
        help="select the `_bucket` series of the histogram, or the native histogram, which has no suffix",
    )
