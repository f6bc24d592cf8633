"""The step of a subquery is as long as its range or longer, so that it has one sample at most.

Steps are aligned to the clock: whether one falls into the range depends on the second of the evaluation. `rate` and its like
need two, and return nothing.

Bad:

    expr: max_over_time(sum(rate(http_requests_total[5m]))[5m:10m]) > 100

Good:

    expr: max_over_time(sum(rate(http_requests_total[5m]))[10m:1m]) > 100
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query in scope.queries:
        for node in query.all(promql.Subquery):
            length, step = node.duration, node.step
            if isinstance(length, promql.Number) and isinstance(step, promql.Number) and step.value >= length.value:
                yield _finding(query, length, step)


def _finding(query: Query, length: promql.Number, step: promql.Number) -> Diagnostic:
    return Diagnostic(
        "subquery-of-one-step",
        SEVERITY,
        "a subquery has one sample at most",
        query.at(length.start, step.end),
        label=f"a step of {step.text} in a range of {length.text}",
        help="the range stands first: `[range:step]`; use a step that fits into it several times",
    )
