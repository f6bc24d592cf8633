"""A template asks Prometheus an expression that cannot be read.

The query fails when the alert fires, and the text says only that it could not be expanded. `promtool check rules` accepts it.

Bad:

    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev3
        summary: '{{ with query "sum(queue_depth" }}{{ . | first | value }} orders wait.{{ end }}'

Good:

    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev3
        summary: '{{ with query "sum(queue_depth)" }}{{ . | first | value }} orders wait.{{ end }}'
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._alert_texts import templates
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Place, Severity

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for alert in scope.alerts:
        for template, place in templates(alert):
            for query in template.queries:
                reason = _fault(query.words)
                if reason is not None:
                    yield _finding(reason, place.within(query.start, query.end))


def _fault(text: str) -> str | None:
    """What is wrong, read as the newest server reads it."""
    try:
        promql.parse(text, promql.LATEST)
    except promql.PromQLError as error:
        return str(error)
    return None


def _finding(reason: str, where: Place) -> Diagnostic:
    return Diagnostic(
        "template-query-syntax",
        SEVERITY,
        f"the query of the template cannot be read: {reason}",
        where,
        label="fails when the alert fires",
        help="write PromQL that Prometheus can read; try it in its own page first",
    )
