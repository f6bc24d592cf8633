"""An alert is about the largest or smallest few, which are others at every evaluation.

When a series is overtaken it leaves the result: its alert is resolved although nothing got better, and the `for` of the next one
begins at 0.

Bad:

    expr: topk(3, queue_depth) > 100

Good:

    expr: queue_depth > 100
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._rewriting import laid_bare, rewritten
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING
_CHOOSING = frozenset({"topk", "bottomk", "limitk", "limit_ratio"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query in scope.alert_queries:
        for node in query.aggregations:
            if node.op in _CHOOSING and _decides(query, node):
                yield _finding(query, node)


def _decides(query: Query, node: promql.Aggregation) -> bool:
    """Whether the chosen series are those of the result: not behind another aggregation or function, nor copied from."""
    part: promql.Expr = query.tree
    while part is not node:
        inner = promql.unwrapped(part)
        if inner is node:
            return True
        if not isinstance(inner, promql.Binary) or (inner.matching is not None and inner.matching.group is not None):
            return False
        part = inner.left if node.end <= inner.left.end else inner.right
        if part is inner.right and inner.op in {"and", "unless"}:
            return False
    return True


def _finding(query: Query, node: promql.Aggregation) -> Diagnostic:
    return Diagnostic(
        "unstable-selection",
        SEVERITY,
        "the alert is about other series at every evaluation",
        query.at(node.start, node.start + len(node.op)),
        label="a series that is overtaken leaves the result",
        help=f"leave out `{node.op}`, and let the condition choose",
        fix=rewritten(query, f"leave out `{node.op}`", *laid_bare(query, node, node.expr)),
    )
