"""An indicator has a range of its own beside `$window`.

The compiler puts each window of the SLO in the place of `$window`. A range that is written out stays what it is: the two sides of
the ratio then look at different times, and an alert over an hour stands on five minutes.

Bad:

    sli:
      ratio:
        errors: sum(rate(http_requests_total{code=~"5.."}[$window])) + sum(rate(http_timeouts_total[5m]))
        total: sum(rate(http_requests_total[$window]))

Good:

    sli:
      ratio:
        errors: sum(rate(http_requests_total{code=~"5.."}[$window])) + sum(rate(http_timeouts_total[$window]))
        total: sum(rate(http_requests_total[$window]))
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._rewriting import rewritten
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query, RawWindows, queries

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for indicator in scope.indicators:
        for query in queries(indicator) if isinstance(indicator, RawWindows) else ():
            if query.all(promql.Placeholder):
                yield from _findings(query)


def _findings(query: Query) -> Iterator[Diagnostic]:
    """What stands within a subquery over `$window` is looked at in each of its steps, and has a range of its own."""
    inside = {id(node) for subquery in query.all(promql.Subquery) for node in promql.walk(subquery.expr)}
    ranges: tuple[promql.Range | promql.Subquery, ...] = (*query.all(promql.Range), *query.all(promql.Subquery))
    for node in ranges:
        length = node.duration
        if isinstance(length, promql.Number) and id(node) not in inside:
            yield Diagnostic(
                "hard-coded-window",
                SEVERITY,
                "an indicator has a range of its own",
                query.at(length.start, length.end),
                label="stays the same in every window of the SLO",
                help="write `[$window]`",
                fix=rewritten(query, "write `$window`", (length.start, length.end, "$window")),
            )
