"""A template reads a field that Prometheus does not give it.

Its templates have `.Labels`, `.ExternalLabels`, `.ExternalURL` and `.Value`. Any other field, such as `.labels` or Alertmanager's
`.CommonLabels`, fails when the alert fires, and the text says only that it could not be expanded. `promtool check rules` accepts it.

Bad:

    alerts:
      - name: QueueFull
        expr: sum by (queue) (queue_depth) > 100
        severity: sev3
        summary: Queue {{ .labels.queue }} is full.

Good:

    alerts:
      - name: QueueFull
        expr: sum by (queue) (queue_depth) > 100
        severity: sev3
        summary: Queue {{ .Labels.queue }} is full.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._alert_texts import templates
from sre_compiler.checks._go_template import Part
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Severity

SEVERITY = Severity.ERROR

_MEANT = {
    ".labels": ".Labels",
    ".value": ".Value",
    ".externallabels": ".ExternalLabels",
    ".externalurl": ".ExternalURL",
}


def check(scope: Scope) -> Iterator[Diagnostic]:
    for alert in scope.alerts:
        for template, place in templates(alert):
            for field in template.fields:
                yield _finding(field, place.within(field.start, field.end))


def _finding(field: Part, where: Place) -> Diagnostic:
    meant = _MEANT.get(field.words.lower())
    wanted = f"write `{meant}`"
    return Diagnostic(
        "template-unknown-field",
        SEVERITY,
        f"templates of Prometheus have no `{field.words}`",
        where,
        label="fails when the alert fires",
        help=wanted if meant else "read a label with `$labels`, the value with `$value`",
        fix=Fix(wanted, (Edit(where, meant, "say"),), changes=True) if meant else None,
    )
