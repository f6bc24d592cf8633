"""A comparison inside a ratio drops events instead of counting them.

Without `bool` a comparison is a filter: what does not satisfy it is gone from the result, and from the count. A service that
falls below the bound has no events any more, and its errors are forgiven.

Bad:

    sli:
      ratio:
        errors: sum(rate(http_requests_total{code=~"5.."}[$window]) > 1)
        total: sum(rate(http_requests_total[$window]))

Good:

    sli:
      ratio:
        errors: sum(rate(http_requests_total{code=~"5.."}[$window]))
        total: sum(rate(http_requests_total[$window]))
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query, Ratio
from sre_compiler.promql.syntax import COMPARISONS

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for indicator in scope.indicators:
        if isinstance(indicator, Ratio):
            for query in (indicator.counted, indicator.total):
                yield from _findings(query)


def _findings(query: Query) -> Iterator[Diagnostic]:
    """Where series are counted, a filter says which: there it is what is meant."""
    counts = [node for node in query.aggregations if node.op == "count"]
    chosen = {id(inner) for count in counts for inner in promql.walk(count.expr, durations=False)}
    for node in query.operators:
        if node.op in COMPARISONS and not node.returns_bool and id(node) not in chosen:
            yield Diagnostic(
                "filter-inside-ratio",
                SEVERITY,
                "a comparison drops events from the ratio",
                query.at(node.op_start, node.op_start + len(node.op)),
                label="what does not satisfy it is not counted",
                help="count all events here, and ask for a least number of errors with `min_errors`",
            )
