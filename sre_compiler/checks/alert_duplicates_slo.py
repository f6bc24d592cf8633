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
from sre_compiler.checks._matchers import conditions, have_one_metric, sides
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.alerts import Alert
from sre_compiler.program.indicators import Ratio
from sre_compiler.program.objectives import Objective

SEVERITY = Severity.WARNING
_Sides = tuple[promql.Selector, promql.Selector]


def check(scope: Scope) -> Iterator[Diagnostic]:
    watched = [(one, both) for one, *_ in scope.by_slo if one.alerting_legs and (both := _of_slo(one)) is not None]
    for alert in scope.alerts if watched else ():
        for comparison in comparisons(alert.query.tree):
            compared = _of_alert(comparison.value)
            same = next((one for one, both in watched if compared is not None and _agree(both, compared)), None)
            if same is not None:
                yield _finding(alert, comparison, same)


def _of_slo(one: Objective) -> _Sides | None:
    return sides(one.indicator) if isinstance(one.indicator, Ratio) else None


def _of_alert(value: promql.Expr) -> _Sides | None:
    """The selectors above and below the line of a ratio, where each side has one and takes a rate of it."""
    if not isinstance(value, promql.Binary) or value.op != "/":
        return None
    above, below = list(promql.selectors(value.left)), list(promql.selectors(value.right))
    return (above[0], below[0]) if len(above) == len(below) == 1 else None


def _agree(one: _Sides, other: _Sides) -> bool:
    pairs = zip(one, other, strict=True)
    return all(have_one_metric(a, b) and conditions(a) == conditions(b) for a, b in pairs)


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
