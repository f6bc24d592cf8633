"""An alert fires for each group, and its texts do not say for which.

Whoever is called reads "A queue is full" three times and has to open the alert to see that there are three queues.

Bad:

    alerts:
      - name: QueueFull
        expr: sum by (queue) (queue_depth) > 100
        severity: sev3
        summary: A queue is full.

Good:

    alerts:
      - name: QueueFull
        expr: sum by (queue) (queue_depth) > 100
        severity: sev3
        summary: Queue {{ $labels.queue }} is full.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.alerts import Alert

SEVERITY = Severity.INFO


def check(scope: Scope) -> Iterator[Diagnostic]:
    for alert in scope.alerts:
        if any("{{" in text and "abels" in text for _, text in alert.annotations):
            continue
        labels = sorted((alert.query.labels.possible or frozenset()) - _fixed(scope, alert))
        if labels:
            yield Diagnostic(
                "summary-without-labels",
                SEVERITY,
                f"the texts of `{alert.name}` do not say which {' and '.join(labels)} it is",
                alert.place.at("summary"),
                label="reads the same for each",
                help=f"name it: `{{{{ $labels.{labels[0]} }}}}`",
            )


def _fixed(scope: Scope, alert: Alert) -> set[str]:
    """The labels of which the expression selects one value, and those that every notification is grouped by anyway."""
    return set(scope.setting.project.identity_labels) | {
        matcher.name for one in alert.query.selectors for matcher in one.matchers if matcher.op == "="
    }
