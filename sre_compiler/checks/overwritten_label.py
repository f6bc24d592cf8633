"""A label that the compiler sets on alerts is also set, or kept, by the specs.

Alerts carry the severity, team and service of the specs, and burn-rate alerts also `slo`, `slo_id`, `slo_group` and `leg`: routes
and inhibition stand on them. A label of the same name in `group_by`, in an alert's `labels`, or left over in its result would
be overwritten; series that differ in it only become one, and Prometheus then refuses to evaluate the rule.

Bad:

    alerts:
      - name: QueueFull
        expr: sum by (service, queue) (queue_depth) > 100
        severity: sev3
        summary: A queue is full.

Good:

    alerts:
      - name: QueueFull
        expr: sum by (queue) (queue_depth) > 100
        severity: sev3
        summary: A queue is full.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Severity
from sre_compiler.program.alerts import Alert
from sre_compiler.program.objectives import Objective

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    reserved = scope.setting.labels.reserved
    for objective, *_ in scope.by_slo:
        yield from _groups(objective, reserved)
    for alert in scope.alerts:
        yield from _labels(alert, reserved)
        yield from _result(alert, reserved)


def _groups(objective: Objective, reserved: frozenset[str]) -> Iterator[Diagnostic]:
    for index, label in enumerate(objective.group_by):
        if label in reserved:
            yield _finding(label, objective.place.at("group_by", index), "group by another label")


def _labels(alert: Alert, reserved: frozenset[str]) -> Iterator[Diagnostic]:
    for label, _ in alert.labels:
        if label in reserved:
            where = alert.place.at("labels", label)
            gone = where if len(alert.labels) > 1 else where.parent
            fix = Fix("remove it", (Edit(gone, action="remove"),), changes=True)
            yield _finding(label, where.key(), "remove it, or use another name", fix)


def _result(alert: Alert, reserved: frozenset[str]) -> Iterator[Diagnostic]:
    """Only where the expression itself decides the labels of its result."""
    labels = alert.query.labels
    for label in sorted((labels.possible or frozenset()) & reserved):
        if labels.absence(label) is None:
            yield _finding(label, _grouping(alert, label), f"take `{label}` out of the result")


def _grouping(alert: Alert, label: str) -> Place:
    """Where the expression names the label, else the whole expression."""
    for node in alert.query.nodes:
        if isinstance(node, promql.Aggregation) and node.grouping is not None:
            for one in node.grouping.labels:
                if one.name == label:
                    return alert.query.at(one.start, one.end)
    return alert.query.place


def _finding(label: str, where: Place, advice: str, fix: Fix | None = None) -> Diagnostic:
    return Diagnostic(
        "overwritten-label",
        SEVERITY,
        f"the label `{label}` is set by the compiler",
        where,
        label="its value would be overwritten",
        help=advice,
        fix=fix,
    )
