"""Two conditions on one value exclude each other, so that they never hold together.

`and` returns what both sides return. No value is above 90 and below 10 at once: the alert is silent for good.

Bad:

    expr: queue_depth > 90 and queue_depth < 10

Good:

    expr: queue_depth > 90 or queue_depth < 10
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._conditions import is_filter
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.operators:
        if node.op == "and":
            one, other = _condition(node.left), _condition(node.right)
            if one is not None and other is not None and one.left == other.left:
                together = query.values[id(one)].within(query.values[id(other)])
                if together.is_empty and not query.values[id(one)].is_empty and not query.values[id(other)].is_empty:
                    yield _finding(query, one, other)


def _condition(expr: promql.Expr) -> promql.Binary | None:
    node = promql.unwrapped(expr)
    return node if isinstance(node, promql.Binary) and is_filter(node) else None


def _finding(query: Query, one: promql.Binary, other: promql.Binary) -> Diagnostic:
    return Diagnostic(
        "contradictory-conditions",
        SEVERITY,
        "two conditions on one value never hold together",
        query.at(other.op_start, other.end),
        label="excludes the other one",
        help="join them with `or` if either is enough, else correct one of the numbers",
        related=(Related(query.at(one.op_start, one.end), "the other condition"),),
    )
