"""An alert's condition is a comparison with `bool`, which always returns something.

With `bool` a comparison returns 1 or 0 and drops nothing. An alert fires for every series that is returned, also for a 0: this
one fires whether the condition holds or not.

Bad:

    expr: queue_depth > bool 100

Good:

    expr: queue_depth > 100
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._conditions import unconditional
from sre_compiler.checks._rewriting import rewritten
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query in scope.alert_queries:
        if any(operator.returns_bool for operator in query.operators):
            for part in unconditional(query.tree):
                found = next(_with_bool(part), None)
                if found is not None:
                    yield _finding(query, found)


def _with_bool(part: promql.Expr) -> Iterator[promql.Binary]:
    for node in promql.walk(part, durations=False):
        if isinstance(node, promql.Binary) and node.returns_bool and node.type == "vector":
            yield node


def _finding(query: Query, node: promql.Binary) -> Diagnostic:
    after = node.op_start + len(node.op)
    word = re.match(r"\s*bool", query.text[after:])
    return Diagnostic(
        "bool-in-alert",
        SEVERITY,
        "the alert fires whether its condition holds or not",
        query.at(node.op_start, node.op_start + len(node.op)),
        label="returns 0 where it does not hold, and 0 is a result too",
        help="leave out `bool`, or compare the result: `== 1`",
        fix=rewritten(query, "leave out `bool`", (after, after + word.end(), "")) if word else None,
    )
