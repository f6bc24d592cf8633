"""A template reads a label that the alert's expression cannot return.

Prometheus renders a label that is not there as nothing: whoever is paged reads "Pod  restarts too often" and has to find out
which. `promtool check rules` accepts it.

Bad:

    alerts:
      - name: PodRestarts
        expr: sum by (namespace) (increase(kube_pod_container_status_restarts_total[1h])) > 5
        severity: sev3
        summary: Pod {{ $labels.pod }} restarts too often.

Good:

    alerts:
      - name: PodRestarts
        expr: sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total[1h])) > 5
        severity: sev3
        summary: Pod {{ $labels.pod }} restarts too often.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._alert_texts import templates
from sre_compiler.checks._go_template import Part
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Place, Related, Severity
from sre_compiler.program.alerts import Alert
from sre_compiler.promql.labels import Reason

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for alert in scope.alerts:
        texts = [(template, place) for template, place in templates(alert) if template.reads]
        if not texts:
            continue
        labels = alert.query.labels
        known = _known(scope, alert)
        for template, place in texts:
            for read in template.reads:
                reason = labels.absence(read.words)
                if reason is not None and read.words not in known:
                    yield _finding(alert, read, place, reason)


def _known(scope: Scope, alert: Alert) -> set[str]:
    """Labels that the expression alone does not decide, or that `rule-label-in-template` reports."""
    names = scope.setting.labels
    of_the_rule = {names.severity, names.team, names.service, "alertname", *dict(alert.labels)}
    return of_the_rule | {"__name__"} | {name for server in scope.setting.servers for name, _ in server.identity}


def _finding(alert: Alert, read: Part, place: Place, reason: Reason) -> Diagnostic:
    return Diagnostic(
        "template-unknown-label",
        SEVERITY,
        f"the expression cannot return the label `{read.words}`",
        place.within(read.start, read.end),
        label="is always empty",
        help=f"keep `{read.words}` in the result of the expression, or take it out of the text",
        related=(Related(alert.query.at(reason.start, reason.end), reason.words),),
    )
