"""A template reads a label that is set on the rule, which `$labels` does not hold.

`$labels` are the labels of the expression's result. The severity, the team, the service and the alert's own `labels` are put
on the alert afterwards, so that a template that reads them renders nothing.

Bad:

    alerts:
      - name: QueueFull
        expr: sum by (queue) (queue_depth) > 100
        severity: sev3
        labels: {product: shop}
        summary: A queue of {{ $labels.product }} is full.

Good:

    alerts:
      - name: QueueFull
        expr: sum by (queue) (queue_depth) > 100
        severity: sev3
        labels: {product: shop}
        summary: A queue of shop is full.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._alert_texts import templates
from sre_compiler.checks._go_template import Part, Template
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Severity
from sre_compiler.program.alerts import Alert

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    severities: dict[Place, set[str]] = {}
    for alert in scope.emitted_alerts:
        severities.setdefault(alert.place, set()).add(alert.severity)
    for alert in scope.emitted_alerts:
        varying = scope.setting.labels.severity if len(severities[alert.place]) > 1 else ""
        yield from _findings(alert, _of_the_rule(scope, alert), scope.setting.labels.service, varying)


def _of_the_rule(scope: Scope, alert: Alert) -> dict[str, str]:
    names, service = scope.setting.labels, scope.service
    ours = {names.severity: alert.severity, names.team: service.team, names.service: service.name}
    return {"alertname": alert.name, **dict(alert.labels), **ours}


def _findings(alert: Alert, of_the_rule: dict[str, str], service: str, varying: str) -> Iterator[Diagnostic]:
    """Series often have a label that is called like ours for the service: there only what is certain is found.

    `varying` is the label whose value is another one in another environment, so that no text can hold it.
    """
    for template, place in templates(alert):
        for read in template.reads:
            if read.words in of_the_rule:
                absent = alert.query.labels.absence(read.words) is not None
                if absent or read.words != service:
                    severity = SEVERITY if absent else Severity.WARNING
                    value = of_the_rule[read.words]
                    fix = _fix(template, read, place, value, safe=absent) if read.words != varying else None
                    yield _finding(severity, read, place, value, fix)


def _fix(template: Template, read: Part, place: Place, value: str, *, safe: bool) -> Fix | None:
    """The value in place of the action that does nothing but print it."""
    stretch = template.action(read)
    if stretch is None or "{{" in value:
        return None
    return Fix(f"write `{value}`", (Edit(place.within(*stretch), value, "say"),), safe, changes=True)


def _finding(severity: Severity, read: Part, place: Place, value: str, fix: Fix | None) -> Diagnostic:
    return Diagnostic(
        "rule-label-in-template",
        severity,
        f"`$labels` does not hold the rule's own label `{read.words}`",
        place.within(read.start, read.end),
        label="is empty, unless the series have a label of this name",
        help=f"write its value: {value}",
        fix=fix,
    )
