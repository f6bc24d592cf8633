"""The time in seconds is compared with a metric in milliseconds.

`time()` is in seconds. A timestamp in milliseconds is a thousand times as large: the difference is some 50,000 years, and a
condition on it never holds, or always.

Bad:

    expr: time() - backup_last_success_timestamp_ms > 86400

Good:

    expr: time() - backup_last_success_timestamp_ms / 1000 > 86400
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._rewriting import rewritten
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING
_MILLISECONDS = ("_milliseconds", "_millis", "_ms")
_CALCULATING = frozenset({"-", "<", "<=", ">", ">="})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.operators:
        if node.op in _CALCULATING:
            for time, other in ((node.left, node.right), (node.right, node.left)):
                selector = _selected(other) if _is_time(time) else None
                if selector is not None and (selector.metric or "").endswith(_MILLISECONDS):
                    yield _finding(query, time, selector)


def _is_time(expr: promql.Expr) -> bool:
    inner = promql.unwrapped(expr)
    return isinstance(inner, promql.Call) and inner.function == "time"


def _selected(expr: promql.Expr) -> promql.Selector | None:
    """The selector whose values the side has."""
    inner = promql.unwrapped(expr)
    while isinstance(inner, promql.Aggregation) and inner.op in {"max", "min", "avg"}:
        inner = promql.unwrapped(inner.expr)
    return inner if isinstance(inner, promql.Selector) else None


def _finding(query: Query, time: promql.Expr, selector: promql.Selector) -> Diagnostic:
    return Diagnostic(
        "time-in-milliseconds",
        SEVERITY,
        f"`{selector.metric}` is in milliseconds by its name, and `time()` in seconds",
        query.at(selector.start, selector.end),
        label="is a thousand times as large",
        help=f"divide it: `{selector.metric} / 1000`",
        related=(Related(query.at(time.start, time.end), "in seconds"),),
        fix=rewritten(query, "divide it by 1000", (selector.end, selector.end, " / 1000")),
    )
