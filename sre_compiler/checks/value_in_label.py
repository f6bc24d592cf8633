"""A label of an alert holds the value of its expression, so that it is another alert at every evaluation.

Labels are what an alert is told by. When the value changes, the old alert is resolved and a new one begins: its `for` starts
again and may never pass, and each is notified anew.

Bad:

    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev3
        summary: A queue is full.
        labels: {depth: "{{ $value }}"}

Good:

    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev3
        summary: A queue holds {{ $value }} orders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Place, Severity

SEVERITY = Severity.ERROR
_VALUE = re.compile(r"\{\{-?\s*(?!\s|(?:else\s+)?(?:if|with)\b)[^{}]*?(\$value\b|(?<![\w.)])\.Value\b)")


def check(scope: Scope) -> Iterator[Diagnostic]:
    for alert in scope.alerts:
        for name, text in alert.labels:
            found = _VALUE.search(text) if "{{" in text else None
            if found is not None:
                yield _finding(name, alert.place.at("labels", name).within(found.start(1), found.end(1)))


def _finding(name: str, where: Place) -> Diagnostic:
    return Diagnostic(
        "value-in-label",
        SEVERITY,
        f"the label `{name}` changes with the value",
        where,
        label="makes another alert of it whenever it changes",
        help="put the value in `summary` or `description`",
    )
