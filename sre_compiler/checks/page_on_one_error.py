"""A single error pages somebody.

An alert on more than zero errors expects 100 %, which nothing reaches. Whoever is woken finds one request that failed an hour ago. With a `for` as long as the range, errors have to go on, and nothing is found.

Bad:

    alerts:
      - name: QueueFull
        expr: increase(orders_failed_total[1h]) > 0
        severity: sev1
        summary: A queue is full.

Good:

    alerts:
      - name: QueueFull
        expr: increase(orders_failed_total[1h]) > 20
        severity: sev1
        summary: A queue is full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._comparisons import Comparison, comparisons
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.units import Duration

SEVERITY = Severity.WARNING

_ERRORS = re.compile(r".*(?:error|fail|exception|timeout|5xx).*")
_FROM_THE_FIRST = frozenset({(">", 0), (">=", 1), ("!=", 0)})
_COUNTING = frozenset({"rate", "irate", "increase", "delta", "sum_over_time"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for alert in scope.pages:
        found = list(comparisons(alert.query.tree))
        counted = _errors(found[0]) if len(found) == 1 else None
        if counted is not None and _one_is_enough(counted, alert.lasting):
            yield Diagnostic(
                "page-on-one-error",
                SEVERITY,
                f"a single error pages somebody with `{alert.name}`",
                alert.query.at(found[0].node.start, found[0].node.end),
                label="expects that nothing ever fails",
                help="compare with a number that users notice, or make an SLO of it, whose budget allows some",
            )


def _one_is_enough(counted: promql.Range, lasting: Duration | None) -> bool:
    """Whether an error stays in the range for as long as the alert waits."""
    length = promql.unwrapped(counted.duration)
    waits = lasting.in_seconds if lasting is not None else 0
    return isinstance(length, promql.Number) and length.value > waits


def _errors(one: Comparison) -> promql.Range | None:
    """The errors that are compared with none, by the name of the only metric, added up or not."""
    if (one.op, one.number) not in _FROM_THE_FIRST:
        return None
    value = one.value
    if isinstance(value, promql.Aggregation) and value.op in {"sum", "max"}:
        value = promql.unwrapped(value.expr)
    if not isinstance(value, promql.Call) or value.function not in _COUNTING:
        return None
    counted = value.args[0]
    if isinstance(counted, promql.Range) and _ERRORS.fullmatch(counted.selector.metric or ""):
        return counted
    return None
