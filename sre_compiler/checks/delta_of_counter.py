"""A difference is taken of a metric that is a counter by its name.

`delta`, `idelta` and `deriv` are for gauges. They take a restart, after which a counter begins at 0, for a fall: the result is
negative just when something has happened.

Bad:

    expr: delta(http_errors_total[1h]) > 100

Good:

    expr: increase(http_errors_total[1h]) > 100
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._rewriting import rewritten
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.INFO
_INSTEAD = {"delta": "increase", "idelta": "increase", "deriv": "rate"}


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, call in scope.calls:
        if call.function in _INSTEAD:
            taken = promql.unwrapped(call.args[0])
            metric = taken.selector.metric if isinstance(taken, promql.Range) else None
            if metric is not None and metric.endswith(("_total", "_bucket")):
                yield _finding(query, call, metric)


def _finding(query: Query, call: promql.Call, metric: str) -> Diagnostic:
    better = _INSTEAD[call.function]
    return Diagnostic(
        "delta-of-counter",
        SEVERITY,
        f"`{metric}` is a counter by its name",
        query.at(call.start, call.start + len(call.function)),
        label="takes every restart for a fall",
        help=f"use `{better}`; leave it if it is a gauge in spite of its name",
        fix=rewritten(query, f"use `{better}`", (call.start, call.start + len(call.function), better)),
    )
