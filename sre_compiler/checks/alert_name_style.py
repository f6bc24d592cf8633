"""The name of an alert is not in CamelCase.

The alerts of SLOs are, and so are those of nearly everybody: `QueueFull`. One style is found by one search, and sorts together.

Bad:

    alerts:
      - name: queue_full
        expr: queue_depth > 100
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

import re
from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity

SEVERITY = Severity.INFO

_CAMEL = re.compile(r"[A-Z][A-Za-z0-9]*")


def check(scope: Scope) -> Iterator[Diagnostic]:
    for alert in scope.alerts:
        if not _CAMEL.fullmatch(alert.name):
            meant = _camel(alert.name)
            rename = Edit(alert.place.at("name"), meant, "say")
            is_free = meant.lower() not in {one.name.lower() for one in scope.alerts if one is not alert}
            yield Diagnostic(
                "alert-name-style",
                SEVERITY,
                f"the name `{alert.name}` is not in CamelCase",
                alert.place.at("name"),
                label="is unlike the names of the alerts of SLOs",
                help=f"call it `{meant}`",
                fix=Fix(f"call it `{meant}`", (rename,), safe=False, changes=True) if is_free else None,
            )


def _camel(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))
