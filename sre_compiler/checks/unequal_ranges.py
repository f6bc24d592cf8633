"""A part of the events is divided by all of them over another range.

The errors of five minutes in the requests of an hour are no error ratio: right after a burst it is far too high, and when
traffic falls it is too low.

Bad:

    expr: sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[1h])) > 0.1

Good:

    expr: sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._matchers import conditions, have_one_metric
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING
_COUNTING = frozenset({"rate", "increase"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.operators:
        if node.op == "/":
            part, whole = _range(node.left), _range(node.right)
            if part is not None and whole is not None and part.duration != whole.duration and _is_part(part, whole):
                yield _finding(query, part, whole)


def _range(expr: promql.Expr) -> promql.Range | None:
    """The range whose events the side counts."""
    inner = promql.unwrapped(expr)
    while isinstance(inner, promql.Aggregation):
        inner = promql.unwrapped(inner.expr)
    counted = inner.args[0] if isinstance(inner, promql.Call) and inner.function in _COUNTING else None
    taken = promql.unwrapped(counted) if counted is not None else None
    return taken if isinstance(taken, promql.Range) else None


def _is_part(part: promql.Range, whole: promql.Range) -> bool:
    """The same events in two ranges are compared on purpose: how busy it is now, against a day."""
    narrower = conditions(part.selector) > conditions(whole.selector)
    return narrower and have_one_metric(part.selector, whole.selector) and part.offset == whole.offset


def _finding(query: Query, part: promql.Range, whole: promql.Range) -> Diagnostic:
    return Diagnostic(
        "unequal-ranges",
        SEVERITY,
        "a part is divided by the whole of another range",
        query.at(whole.duration.start, whole.duration.end),
        label="is another stretch of time",
        help="use one range on both sides",
        related=(Related(query.at(part.duration.start, part.duration.end), "the range of the part"),),
    )
