"""An aggregation groups by a label that an aggregation inside of it has already removed.

The label is empty on every series of the result: what looks like a result for each of its values is one for all of them.

Bad:

    expr: max by (pod) (sum by (job) (rate(http_errors_total[5m]))) > 1

Good:

    expr: max by (pod) (sum by (job, pod) (rate(http_errors_total[5m]))) > 1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query
from sre_compiler.promql.labels import Reason

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.aggregations:
        if node.grouping is not None and not node.grouping.without and not _is_selection(node.expr):
            inner = query.flow[id(node.expr)]
            for label in node.grouping.labels:
                reason = inner.absence(label.name)
                if reason is not None and label.name != "le":
                    yield _finding(query, label, reason)


def _is_selection(expr: promql.Expr) -> bool:
    """There a label is missing because a matcher asks for series without it."""
    inner = promql.unwrapped(expr)
    while isinstance(inner, promql.Call | promql.Range) and inner.operands:
        inner = promql.unwrapped(inner.operands[-1])
    return isinstance(inner, promql.Selector)


def _finding(query: Query, label: promql.Label, reason: Reason) -> Diagnostic:
    return Diagnostic(
        "grouping-by-missing-label",
        SEVERITY,
        f"the label `{label.name}` is not there any more to group by",
        query.at(label.start, label.end),
        label="is always empty",
        help=f"keep `{label.name}` in the inner aggregation, or take it out of this one",
        related=(Related(query.at(reason.start, reason.end), reason.words),),
    )
