"""An offset is negative, so that a rule asks for samples from the future.

Rules are evaluated now. What is later than now is not there yet: the result is empty, or holds a part of what was asked for. A
negative offset makes sense on a dashboard only.

Bad:

    expr: sum(rate(orders_total[1h] offset -1h)) < 1

Good:

    expr: sum(rate(orders_total[1h] offset 1h)) < 1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._rewriting import rewritten
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query in scope.queries:
        for node in query.reads:
            offset = node.offset
            if isinstance(offset, promql.Unary) and offset.op == "-":
                yield Diagnostic(
                    "negative-offset",
                    SEVERITY,
                    "an offset is negative, and points into the future",
                    query.at(offset.start, offset.end),
                    label="has no samples yet",
                    help="an offset without the sign looks back",
                    fix=rewritten(query, "leave out the sign", (offset.start, offset.expr.start, "")),
                )
