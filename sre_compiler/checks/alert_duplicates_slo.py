"""An alert compares the ratio that an SLO of the service watches with a constant.

The SLO alerts on it at several speeds, and ends when the outage ends. The constant fires on short peaks that the budget allows, is
silent on a slow burn, and calls somebody a second time for one thing.

Bad:

    slos:
      - {name: availability, objective: 99.9%, sli: http-availability}
    alerts:
      - name: HighErrorRatio
        expr: |
          sum(rate(http_requests_total{job="checkout", code=~"5.."}[5m]))
            / sum(rate(http_requests_total{job="checkout"}[5m])) > 0.05
        for: 10m
        severity: sev2
        summary: Many requests fail.

Good:

    slos:
      - {name: availability, objective: 99.9%, sli: http-availability}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._comparisons import Comparison, comparisons
from sre_compiler.checks._matchers import conditions, sides
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.alerts import Alert
from sre_compiler.program.indicators import Ratio
from sre_compiler.program.objectives import Objective

SEVERITY = Severity.WARNING
_Sides = tuple[tuple[str | None, frozenset[tuple[str, str, str]]], ...]
"""The metric and the conditions above and below the line of a ratio."""


def check(scope: Scope) -> Iterator[Diagnostic]:
    compared = [
        (alert, comparison, both)
        for alert in scope.alerts
        for comparison in comparisons(alert.query.tree)
        if (both := _of_alert(comparison.value)) is not None
    ]
    watched = _watched(scope) if compared else {}
    for alert, comparison, both in compared:
        if both in watched:
            yield _finding(alert, comparison, watched[both])


def _watched(scope: Scope) -> dict[_Sides, Objective]:
    """What the SLOs that alert are about."""
    return {both: one for one, *_ in scope.by_slo if one.alerting_legs and (both := _of_slo(one)) is not None}


def _of_slo(one: Objective) -> _Sides | None:
    both = sides(one.indicator) if isinstance(one.indicator, Ratio) else None
    return _compared(*both) if both is not None else None


def _of_alert(value: promql.Expr) -> _Sides | None:
    """Where each side selects once."""
    if not isinstance(value, promql.Binary) or value.op != "/":
        return None
    found = [list(promql.selectors(side)) for side in (value.left, value.right)]
    return _compared(*(one[0] for one in found)) if all(len(one) == 1 for one in found) else None


def _compared(*selectors: promql.Selector) -> _Sides:
    return tuple((one.metric, conditions(one)) for one in selectors)


def _finding(alert: Alert, comparison: Comparison, same: Objective) -> Diagnostic:
    node = comparison.node
    return Diagnostic(
        "alert-duplicates-slo",
        SEVERITY,
        f"`{alert.name}` watches what the SLO `{same.name}` watches",
        alert.query.at(node.start, node.end),
        label="is the ratio of that SLO",
        help="remove the alert: the burn-rate alert of the SLO covers it",
        related=(Related(same.place.at("name"), "alerts on the same ratio"),),
    )
