"""A rate is taken of a metric that is a gauge by its name.

`rate` takes every fall of the value for a restarted counter, so that the rate of a gauge that goes up and down is far too large.

Bad:

    expr: rate(room_temperature_celsius[10m]) > 0.1

Good:

    expr: deriv(room_temperature_celsius[10m]) > 0.1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.INFO
_GAUGES = (
    "_celsius",
    "_ratio",
    "_percent",
    "_timestamp_seconds",
    "_info",
    "_temperature",
    "_load1",
    "_load5",
    "_load15",
)
_COUNTING = frozenset({"rate", "irate", "increase", "resets"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, call in scope.calls:
        if call.function in _COUNTING:
            taken = promql.unwrapped(call.args[0])
            metric = taken.selector.metric if isinstance(taken, promql.Range) else None
            if metric is not None and metric.endswith(_GAUGES):
                yield _finding(query, call, metric)


def _finding(query: Query, call: promql.Call, metric: str) -> Diagnostic:
    return Diagnostic(
        "rate-of-gauge",
        SEVERITY,
        f"`{metric}` is a gauge by its name",
        query.at(call.start, call.start + len(call.function)),
        label="takes every fall for a restart",
        help="use `deriv` or `delta`",
    )
