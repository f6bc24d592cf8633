"""`scalar` is applied to a grouped result, which is no number as soon as there are two groups.

`scalar` returns the value of the only series, and NaN where there are several or none. NaN satisfies no comparison: an alert
with it is silent.

Bad:

    expr: queue_depth > scalar(max by (cluster) (queue_limit))

Good:

    expr: queue_depth > scalar(max(queue_limit))
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, call in scope.calls:
        if call.function == "scalar":
            inner = promql.unwrapped(call.args[0])
            if isinstance(inner, promql.Aggregation) and query.flow[id(inner)].possible:
                yield _finding(query, inner)


def _finding(query: Query, inner: promql.Aggregation) -> Diagnostic:
    return Diagnostic(
        "scalar-of-groups",
        SEVERITY,
        "`scalar` of several groups is no number",
        query.at(inner.start, inner.end),
        label="has a series for each group",
        help="aggregate without `by`, or match the sides as vectors with `on (…) group_left ()`",
    )
