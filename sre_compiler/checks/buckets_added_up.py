"""All buckets of a histogram are added up, which counts an event once for every bucket it is in.

Buckets are cumulative: a fast request is in nearly all of them, a slow one in few. Their sum is no number of events, and it
falls when requests get slower.

Bad:

    expr: sum(rate(http_request_duration_seconds_bucket[5m])) > 100

Good:

    expr: sum(rate(http_request_duration_seconds_count[5m])) > 100
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._histograms import BUCKET, chooses_bucket, counted, is_buckets
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query, Ratio
from sre_compiler.promql.syntax import COMPARISONS

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.aggregations:
        selector = counted(node.expr) if node.op in {"sum", "avg"} else None
        if selector is not None and _is_all_buckets(selector) and _is_used_as_number(query, node):
            yield _finding(query, selector)
    for indicator in scope.indicators:
        for query in (indicator.counted, indicator.total) if isinstance(indicator, Ratio) else ():
            bare = promql.bare_selector(query.tree)
            if bare is not None and _is_all_buckets(bare):
                yield _finding(query, bare)


def _is_all_buckets(selector: promql.Selector) -> bool:
    return is_buckets(selector) and not chooses_bucket(selector)


def _is_used_as_number(query: Query, node: promql.Aggregation) -> bool:
    """Not where the buckets stay apart, where a quantile lacks them, or where the question is whether there is any event."""
    if query.flow[id(node)].absence("le") is None:
        return False
    quantiles = (call for call in query.calls if call.function == "histogram_quantile")
    if any(inner is node for call in quantiles for inner in promql.walk(call.args[1])):
        return False
    return not any(promql.unwrapped(asked) is node for operator in query.operators for asked in _asked(query, operator))


def _asked(query: Query, operator: promql.Binary) -> Iterator[promql.Expr]:
    """The side that is asked for being there, or for being 0."""
    if operator.op in {"and", "unless"}:
        yield operator.right
    elif operator.op in COMPARISONS and query.values[id(operator.right)].point == 0:
        yield operator.left


def _finding(query: Query, selector: promql.Selector) -> Diagnostic:
    count = (selector.metric or "").removesuffix(BUCKET) + "_count"
    return Diagnostic(
        "buckets-added-up",
        SEVERITY,
        "all buckets of a histogram are added up",
        query.at(selector.start, selector.end),
        label="counts an event in every bucket that it is in",
        help=f"count events with `{count}`, or choose a bucket with `le`",
    )
