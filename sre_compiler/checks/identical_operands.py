"""Both sides of an operator are the same expression.

`a - a` is 0, `a / a` is 1, `a > a` never holds and `a or a` is `a`: one side was meant to be something else.

Bad:

    expr: sum(rate(jobs_failed_total[5m])) / sum(rate(jobs_failed_total[5m])) > 0.1

Good:

    expr: sum(rate(jobs_failed_total[5m])) / sum(rate(jobs_total[5m])) > 0.1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING
_SAME_RESULT = {
    "-": "0",
    "/": "1",
    ">": "empty",
    "<": "empty",
    "unless": "empty",
    "and": "this side",
    "or": "this side",
}


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.operators:
        is_doubtful = node.op in _SAME_RESULT and node.left.type == "vector"
        if is_doubtful and promql.unwrapped(node.left) == promql.unwrapped(node.right):
            yield _finding(query, node)


def _finding(query: Query, node: promql.Binary) -> Diagnostic:
    return Diagnostic(
        "identical-operands",
        SEVERITY,
        f"both sides of `{node.op}` are the same",
        query.at(node.right.start, node.right.end),
        label=f"the result is always {_SAME_RESULT[node.op]}",
        help="write what was meant on one of the sides",
        related=(Related(query.at(node.left.start, node.left.end), "the same"),),
    )
