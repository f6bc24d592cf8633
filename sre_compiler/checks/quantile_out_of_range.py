"""A quantile is asked for that is not between 0 and 1.

`histogram_quantile(99, …)` is no 99th percentile: above 1 the result is always infinite, below 0 always minus infinity. An
alert on it always fires, or never.

Bad:

    expr: histogram_quantile(99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1

Good:

    expr: histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from sre_compiler import promql
from sre_compiler.checks._rewriting import rewritten
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Fix, Severity
from sre_compiler.program.indicators import Query
from sre_compiler.promql.bounds import SHARE

SEVERITY = Severity.ERROR
_FUNCTIONS = frozenset({"histogram_quantile", "quantile_over_time"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, call in scope.calls:
        if call.function in _FUNCTIONS:
            yield from _findings(query, call.args[0])
    for query, node in scope.aggregations:
        if node.op == "quantile" and node.parameter is not None:
            yield from _findings(query, node.parameter)


def _findings(query: Query, argument: promql.Expr) -> Iterator[Diagnostic]:
    value = query.values[id(argument)].point
    if value is not None and not SHARE.has(value):
        percentile = (
            f"the {value:g}th percentile is {value / 100:g}" if 1 < value <= 100 else "write a number from 0 to 1"
        )
        yield Diagnostic(
            "quantile-out-of-range",
            SEVERITY,
            f"there is no quantile {value:g}",
            query.at(argument.start, argument.end),
            label="is not between 0 and 1: the result is always infinite",
            help=percentile,
            fix=_fix(query, argument),
        )


def _fix(query: Query, argument: promql.Expr) -> Fix | None:
    """A percentile as a share; a small number may be something else."""
    if not isinstance(argument, promql.Number) or not re.fullmatch(r"[5-9][0-9](\.[0-9]+)?", argument.text):
        return None
    share = f"{Decimal(argument.text) / 100:f}"
    return rewritten(query, f"write `{share}`", (argument.start, argument.end, share), safe=True)
