"""A side of a ratio is itself a ratio, and no number of events.

An indicator divides events by events. Of a share that is one side already nobody knows how many events it stands for: shares of
several windows are added up, and what is left of the budget is wrong.

Bad:

    sli:
      ratio:
        errors: 1 - sum(rate(http_successes_total[$window])) / sum(rate(http_requests_total[$window]))
        total: sum(rate(http_requests_total[$window]))

Good:

    sli:
      ratio:
        errors: sum(rate(http_requests_total[$window])) - sum(rate(http_successes_total[$window]))
        total: sum(rate(http_requests_total[$window]))
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Ratio

SEVERITY = Severity.WARNING
_CALCULATING = frozenset({"+", "-", "*", "/"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for ratio in scope.indicators:
        for query in (ratio.counted, ratio.total) if isinstance(ratio, Ratio) else ():
            division = next(_divisions(query.tree), None)
            if division is not None:
                yield Diagnostic(
                    "share-in-ratio",
                    SEVERITY,
                    "a side of the ratio is a ratio itself",
                    query.at(division.start, division.end),
                    label="is no number of events",
                    help="count the events only: the compiler divides `errors` or `good` by `total`",
                )


def _divisions(expr: promql.Expr) -> Iterator[promql.Binary]:
    """Divisions of two vectors that nothing but arithmetic stands around."""
    node = promql.unwrapped(expr)
    if isinstance(node, promql.Binary) and node.op in _CALCULATING:
        if node.op == "/" and node.left.type == node.right.type == "vector":
            yield node
        for side in (node.left, node.right):
            yield from _divisions(side)
