"""The buckets of one histogram are divided by another one.

A bucket counts the events of its own histogram. Against the count of another it is no part of anything: the ratio can exceed
one, and follows the traffic of two things.

Bad:

    sli:
      ratio:
        good: http_request_duration_seconds_bucket{le="0.3"}
        total: http_response_size_bytes_count

Good:

    sli:
      ratio:
        good: http_request_duration_seconds_bucket{le="0.3"}
        total: http_request_duration_seconds_count
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._histograms import counted, family, is_buckets
from sre_compiler.checks._matchers import sides
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Place, Related, Severity
from sre_compiler.program.indicators import Ratio

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.operators:
        if node.op == "/":
            part, whole = _added_up(node.left), _added_up(node.right)
            if part is not None and whole is not None and _are_strangers(part, whole):
                yield _finding(part, whole, query.at(part.start, part.end), query.at(whole.start, whole.end))
    for ratio in scope.indicators:
        both = sides(ratio) if isinstance(ratio, Ratio) else None
        if isinstance(ratio, Ratio) and both is not None and _are_strangers(*both):
            yield _finding(*both, ratio.counted.place, ratio.total.place)


def _added_up(expr: promql.Expr) -> promql.Selector | None:
    inner = promql.unwrapped(expr)
    if isinstance(inner, promql.Aggregation):
        inner = inner.expr
    return counted(inner)


def _are_strangers(part: promql.Selector, whole: promql.Selector) -> bool:
    if part.metric is None or whole.metric is None or not is_buckets(part):
        return False
    return family(whole.metric) not in {None, family(part.metric)}


def _finding(part: promql.Selector, whole: promql.Selector, where: Place, other: Place) -> Diagnostic:
    return Diagnostic(
        "histogram-family-mismatch",
        SEVERITY,
        f"`{part.metric}` is divided by another histogram",
        where,
        label="its events are not those below the line",
        help=f"divide by `{family(part.metric or '')}_count`",
        related=(Related(other, f"counts the events of `{family(whole.metric or '')}`"),),
    )
