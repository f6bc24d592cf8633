"""A comparison always holds, so that it is no condition.

A rate is never below 0 and `up` is 0 or 1: `up >= 0` is true of every target, and an alert with it fires for all of them.

Bad:

    expr: up{job="checkout"} >= 0

Good:

    expr: up{job="checkout"} == 0
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._conditions import is_conditional, is_filter
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query
from sre_compiler.promql.bounds import always

SEVERITY = Severity.WARNING
_ASKING_FOR_PRESENCE = frozenset({"count", "group", "count_over_time", "present_over_time"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.operators:
        holds = is_filter(node) and always(query.values[id(node.left)], node.op, query.values[id(node.right)])
        if holds and not _says_something(node.left) and not _says_something(node.right):
            yield _finding(query, node)


def _says_something(side: promql.Expr) -> bool:
    """Whether the side has a condition of its own, may be no number, or is asked for being there at all."""
    inside = list(promql.walk(side, durations=False))
    return is_conditional(side) or any(
        (isinstance(node, promql.Binary) and node.op in {"/", "%"})
        or (isinstance(node, promql.Aggregation) and node.op in _ASKING_FOR_PRESENCE)
        or (isinstance(node, promql.Call) and node.function in _ASKING_FOR_PRESENCE)
        for node in inside
    )


def _finding(query: Query, node: promql.Binary) -> Diagnostic:
    return Diagnostic(
        "comparison-always-holds",
        SEVERITY,
        f"the comparison with `{node.op}` always holds",
        query.at(node.op_start, node.op_start + len(node.op)),
        label="drops nothing, whatever the data are",
        help="remove it, or compare with a value that the other side can pass",
    )
