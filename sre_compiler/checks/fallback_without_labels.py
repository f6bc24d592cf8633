"""`or vector(…)` beside a grouped result adds one series without labels, and fills in no group.

`or` adds what has other labels than all on the left: `vector(0)` has none, so it is always added, beside every group, and no group
that is missing comes back as 0.

Bad:

    expr: (sum by (job) (rate(jobs_done_total[5m])) or vector(0)) < 1

Good:

    expr: (sum(rate(jobs_done_total[5m])) or vector(0)) < 1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.operators:
        if node.op == "or" and node.matching is None and _is_number(node.right):
            kept = query.flow[id(node.left)]
            if kept.possible and kept.closed is not None:
                reason = Related(query.at(kept.closed.start, kept.closed.end), kept.closed.words)
                yield _finding(query, node, sorted(kept.possible), reason)


def _is_number(expr: promql.Expr) -> bool:
    inner = promql.unwrapped(expr)
    return isinstance(inner, promql.Call) and inner.function == "vector"


def _finding(query: Query, node: promql.Binary, labels: list[str], reason: Related) -> Diagnostic:
    return Diagnostic(
        "fallback-without-labels",
        SEVERITY,
        "the fallback fills in no group, and is always added",
        query.at(node.op_start, node.right.end),
        label=f"has no label `{labels[0]}`",
        help="aggregate without `by`, or take the groups from a metric that is always there: `or 0 * sum by (…) (…)`",
        related=(reason,),
    )
