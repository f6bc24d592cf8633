"""A difference is divided without parentheses, so that only its second half is.

`/` goes before `-`: `total - good / total` is the total minus a ratio, and nearly the total itself.

Bad:

    expr: sum(requests) - sum(successes) / sum(requests) > 0.1

Good:

    expr: (sum(requests) - sum(successes)) / sum(requests) > 0.1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._rewriting import rewritten
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.operators:
        division = node.right
        if node.op != "-" or not isinstance(division, promql.Binary) or division.op != "/":
            continue
        if division.type == "vector" and promql.unwrapped(node.left) == promql.unwrapped(division.right):
            yield _finding(query, node, division)


def _finding(query: Query, node: promql.Binary, division: promql.Binary) -> Diagnostic:
    start, end = node.left.start, division.left.end
    return Diagnostic(
        "missing-parentheses",
        SEVERITY,
        "only the second half of a difference is divided",
        query.at(start, end),
        label="is meant to be the difference",
        help="put it in parentheses: `(a - b) / a`",
        fix=rewritten(query, "put it in parentheses", (start, start, "("), (end, end, ")")),
    )
