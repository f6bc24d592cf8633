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
_COUNTING = frozenset({"rate", "irate", "increase"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query in scope.queries:
        for node in query.nodes:
            if isinstance(node, promql.Call) and node.function in _COUNTING:
                taken = promql.unwrapped(node.args[0])
                metric = taken.selector.metric if isinstance(taken, promql.Range) else None
                if metric is not None and metric.endswith(_GAUGES):
                    yield Diagnostic(
                        "rate-of-gauge",
                        SEVERITY,
                        f"`{metric}` is a gauge by its name",
                        query.at(node.start, node.start + len(node.function)),
                        label="takes every fall for a restart",
                        help="use `deriv` or `delta`",
                    )
