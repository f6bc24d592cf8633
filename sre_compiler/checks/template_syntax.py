"""A template cannot be read by Prometheus.

Annotations and label values of alerts are Go templates. One that does not parse is sent to whoever is paged as the text of an
error in place of the summary.

Bad:

    alerts:
      - name: QueueFull
        expr: sum by (queue) (queue_depth) > 100
        severity: sev3
        summary: Queue {{ $lables.queue }} is full.

Good:

    alerts:
      - name: QueueFull
        expr: sum by (queue) (queue_depth) > 100
        severity: sev3
        summary: Queue {{ $labels.queue }} is full.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._alert_texts import templates
from sre_compiler.checks._go_template import Part
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Severity

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for alert in scope.alerts:
        for template, place in templates(alert):
            if template.fault is not None:
                yield Diagnostic(
                    "template-syntax",
                    SEVERITY,
                    "the template cannot be read",
                    place.within(template.fault.start, template.fault.end),
                    label=template.fault.words,
                    fix=_fix(template.fault, place),
                    help="what stands between `{{` and `}}` is a Go template with the functions of Prometheus",
                )


def _fix(fault: Part, place: Place) -> Fix | None:
    if not fault.better:
        return None
    edit = Edit(place.within(fault.start, fault.end), fault.better, "say")
    return Fix(f"write `{fault.better}`", (edit,), changes=True)
