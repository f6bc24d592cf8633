"""A selector names no metric, and so selects every metric that has its labels.

`{job="checkout"}` is all that the job exposes: hundreds of metrics that have nothing to do with each other. It is slow, and a
comparison of it is about none of them.

Bad:

    expr: '{job="checkout"} == 0'

Good:

    expr: up{job="checkout"} == 0
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, selector in scope.selectors:
        is_named = selector.name is not None or any(one.name == "__name__" for one in selector.matchers)
        if not is_named and not _is_argument_of_info(query, selector):
            yield _finding(query, selector)


def _is_argument_of_info(query: Query, selector: promql.Selector) -> bool:
    """The second argument of `info()` is matchers only."""
    return any(call.function == "info" and call.args[-1] is selector for call in query.calls)


def _finding(query: Query, selector: promql.Selector) -> Diagnostic:
    return Diagnostic(
        "selector-without-metric",
        SEVERITY,
        "a selector names no metric",
        query.at(selector.start, selector.end),
        label="selects every metric with these labels",
        help="write the name of the metric before the brace",
    )
