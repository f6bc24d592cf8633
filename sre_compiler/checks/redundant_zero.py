"""`for: 0s` or `keep_firing_for: 0s` says what is so without it.

A reader looks twice for what the zero is meant to do. On a page a `for` is wanted: there `page-without-for` speaks.

Bad:

    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        for: 0s
        severity: sev3
        summary: A queue is full.

Good:

    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev3
        summary: A queue is full.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity

SEVERITY = Severity.INFO


def check(scope: Scope) -> Iterator[Diagnostic]:
    paging = {alert.place for alert in scope.pages}
    for alert in (one for one in scope.alerts if one.place not in paging):
        for key, duration in {"for": alert.lasting, "keep_firing_for": alert.keep_firing_for}.items():
            if duration is not None and not duration.milliseconds:
                yield Diagnostic(
                    "redundant-zero",
                    SEVERITY,
                    f"`{key}: {duration}` says what is so without it",
                    alert.place.at(key),
                    label="is the default",
                    help="remove the line",
                    fix=Fix(f"remove `{key}`", (Edit(alert.place.at(key), action="remove"),), changes=True),
                )
