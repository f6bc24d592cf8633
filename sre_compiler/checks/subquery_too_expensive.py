"""A subquery evaluates its inner expression more than ten thousand times, at every evaluation of the rule.

A range of 30 days in steps of 15 seconds is 172,800 evaluations, each of them with its own range. Prometheus loads the samples
of all of them into memory, every minute.

Bad:

    expr: max_over_time(rate(http_requests_total{job="checkout"}[5m])[30d:15s]) > 100

Good:

    expr: max_over_time(rate(http_requests_total{job="checkout"}[5m])[1d:1m]) > 100
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.kinds import option
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING
EVALUATIONS = option.count(
    "evaluations", 10_000, "How often a subquery may evaluate its expression.", least=10, most=1_000_000
)
_DEFAULT_STEP = 60.0


def check(scope: Scope) -> Iterator[Diagnostic]:
    most = scope.setting.option(EVALUATIONS)
    for query in scope.queries:
        for node in query.all(promql.Subquery):
            steps = _steps(node)
            if steps is not None and steps > most:
                yield _finding(query, node, steps)


def _steps(node: promql.Subquery) -> int | None:
    """How often the inner expression is evaluated; a server's own step is a minute where nobody set another."""
    if not isinstance(node.duration, promql.Number) or not isinstance(node.step, promql.Number | None):
        return None
    step = node.step.value if node.step is not None else _DEFAULT_STEP
    return int(node.duration.value / step) if step > 0 else None


def _finding(query: Query, node: promql.Subquery, steps: int) -> Diagnostic:
    return Diagnostic(
        "subquery-too-expensive",
        SEVERITY,
        f"a subquery evaluates its expression {steps:,} times",
        query.at(node.duration.start, node.end - 1),
        label="at every evaluation of the rule",
        help="use a longer step or a shorter range, or record the inner expression",
    )
