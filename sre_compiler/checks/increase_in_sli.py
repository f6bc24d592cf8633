"""An indicator counts with `increase`, which is not a rate.

An SLI is events per second. The compiler adds up one sample a minute to count the events of a window; the increase over five
minutes, added up every minute, counts each event five times, and the count changes with the range.

Bad:

    sli:
      ratio:
        errors: sum(increase(http_requests_total{code=~"5.."}[$window]))
        total: sum(increase(http_requests_total[$window]))

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
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query in scope.indicator_queries:
        for node in query.calls:
            if node.function == "increase":
                yield _finding(query, node)


def _finding(query: Query, call: promql.Call) -> Diagnostic:
    where = query.at(call.start, call.start + len("increase"))
    return Diagnostic(
        "increase-in-sli",
        SEVERITY,
        "an indicator counts with `increase`",
        where,
        label="events in a range, where events per second are needed",
        help="use `rate` with the same arguments",
        fix=Fix("use `rate` with the same arguments", (Edit(where, "rate", "say"),), changes=True),
    )
