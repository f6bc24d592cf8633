"""A rate or an increase is compared with an exact number, which it hardly ever is.

Prometheus extrapolates to the ends of the range: one event in five minutes is an increase of 1.0345, not of 1. Only 0 is
exact.

Bad:

    expr: increase(backup_runs_total[1d]) == 1

Good:

    expr: increase(backup_runs_total[1d]) < 1.5
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING
_EXTRAPOLATED = frozenset({"rate", "increase", "delta"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.operators:
        if node.op in {"==", "!="} and node.right.type == "scalar":
            number = query.values[id(node.right)].point
            call = _extrapolated(node.left)
            if call is not None and number not in {None, 0}:
                yield _finding(query, node, call)


def _extrapolated(expr: promql.Expr) -> promql.Call | None:
    """The rate that the side is, or adds up."""
    inner = promql.unwrapped(expr)
    while isinstance(inner, promql.Aggregation) and inner.op in {"sum", "avg", "min", "max"}:
        inner = promql.unwrapped(inner.expr)
    return inner if isinstance(inner, promql.Call) and inner.function in _EXTRAPOLATED else None


def _finding(query: Query, node: promql.Binary, call: promql.Call) -> Diagnostic:
    return Diagnostic(
        "equality-with-rate",
        SEVERITY,
        f"`{call.function}` is hardly ever exactly this number",
        query.at(node.op_start, node.op_start + len(node.op)),
        label="compares exactly",
        help="use `>` or `<` with a number between two counts, such as 0.5",
        related=(
            Related(query.at(call.start, call.start + len(call.function)), "extrapolates to the ends of its range"),
        ),
    )
