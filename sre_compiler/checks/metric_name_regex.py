"""A function is applied to metrics that are chosen by a pattern, and loses their names.

`rate` and its like drop the name of a metric. Two metrics with the same labels then become one series, and Prometheus refuses to
evaluate the rule; until a second one appears, nobody notices.

Bad:

    expr: rate({__name__=~"http_.*_errors_total"}[5m]) > 1

Good:

    expr: rate(http_server_errors_total[5m]) > 1 or rate(http_client_errors_total[5m]) > 1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, call in scope.calls:
        for argument in call.args:
            taken = promql.unwrapped(argument)
            if isinstance(taken, promql.Range) and taken.selector.metric is None:
                yield from _findings(query, call, taken.selector)


def _findings(query: Query, call: promql.Call, selector: promql.Selector) -> Iterator[Diagnostic]:
    for matcher in selector.matchers:
        if matcher.name == "__name__" and matcher.op == "=~":
            yield Diagnostic(
                "metric-name-regex",
                SEVERITY,
                f"`{call.function}` drops the names of the metrics that a pattern chooses",
                query.at(matcher.start, matcher.end),
                label="two of them with the same labels are refused",
                help="name the metrics, and join them with `or`",
            )
