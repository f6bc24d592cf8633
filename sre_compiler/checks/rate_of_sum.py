"""A rate is taken of a sum, so that every restart of one process is counted as a huge burst.

`rate` sees a counter go down and takes it for a reset. A sum of counters goes down by what one restarted process had counted;
`rate` then counts all that the others have ever counted as new.

Bad:

    expr: rate(sum by (job) (http_requests_total)[5m:]) > 100

Good:

    expr: sum by (job) (rate(http_requests_total[5m])) > 100
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.ERROR
_COUNTING = frozenset({"rate", "irate", "increase", "resets"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, call in scope.calls:
        if call.function in _COUNTING:
            argument = promql.unwrapped(call.args[0])
            inner = promql.unwrapped(argument.expr) if isinstance(argument, promql.Subquery) else argument
            if isinstance(inner, promql.Aggregation) and inner.op in {"sum", "avg"}:
                yield _finding(query, call, inner)


def _finding(query: Query, call: promql.Call, inner: promql.Aggregation) -> Diagnostic:
    return Diagnostic(
        "rate-of-sum",
        SEVERITY,
        f"`{call.function}` of a `{inner.op}` counts a restart as a burst",
        query.at(call.start, call.start + len(call.function)),
        label="must be inside of the aggregation",
        help=f"write `{inner.op} … ({call.function}(…))`",
        related=(Related(query.at(inner.start, inner.start + len(inner.op)), "goes down when one process restarts"),),
    )
