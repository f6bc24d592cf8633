"""A rate is taken of what is a rate already.

A rate goes up and down. `rate` takes every fall for a restarted counter, so that the result says how restless the traffic was,
and not how much of it there was.

Bad:

    expr: sum(rate(job:http_requests:rate5m[5m])) > 100

Good:

    expr: sum(avg_over_time(job:http_requests:rate5m[5m])) > 100
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING
_COUNTING = frozenset({"rate", "irate", "increase"})
_RECORDED = re.compile(r".*:([a-z]+_)?i?(rate|increase)([0-9]+[smhdwy])?")


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, call in scope.calls:
        if call.function in _COUNTING:
            argument = promql.unwrapped(call.args[0])
            if isinstance(argument, promql.Subquery):
                argument = promql.unwrapped(argument.expr)
            if _is_rate(argument):
                yield _finding(query, call, argument)


def _is_rate(argument: promql.Expr) -> bool:
    if isinstance(argument, promql.Range):
        return _RECORDED.fullmatch(argument.selector.metric or "") is not None
    return isinstance(argument, promql.Call) and argument.function in _COUNTING


def _finding(query: Query, call: promql.Call, inner: promql.Expr) -> Diagnostic:
    return Diagnostic(
        "rate-of-rate",
        SEVERITY,
        f"`{call.function}` is taken of a rate",
        query.at(call.start, call.start + len(call.function)),
        label="takes every fall for a restart",
        help="use `avg_over_time` for the mean, or `deriv` for the change",
        related=(Related(query.at(inner.start, inner.end), "a rate already"),),
    )
