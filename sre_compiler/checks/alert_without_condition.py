"""An alert's expression has no condition, so that it fires whenever there are data.

An alert fires for every series that its expression returns, whatever the value is: also for 0. Without a comparison that is
always.

Bad:

    expr: sum by (job) (rate(http_errors_total[5m]))

Good:

    expr: sum by (job) (rate(http_errors_total[5m])) > 1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._conditions import unconditional
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query
from sre_compiler.promql.syntax import COMPARISONS

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query in scope.alert_queries:
        for part in unconditional(query.tree) if query.selectors else ():
            inside = list(promql.walk(part, durations=False))
            compares = any(isinstance(node, promql.Binary) and node.op in COMPARISONS for node in inside)
            if not compares and any(isinstance(node, promql.Selector) for node in inside):
                yield _finding(query, part)


def _finding(query: Query, part: promql.Expr) -> Diagnostic:
    return Diagnostic(
        "alert-without-condition",
        SEVERITY,
        "the alert fires whenever there are data",
        query.at(part.start, part.end),
        label="is compared with nothing, and 0 is a result too",
        help="add the condition, such as `> 0`",
    )
