"""An annotation that ends with `_url` is no address that can be opened.

It is shown in chats and on phones, where a path of the repository leads nowhere.

Bad:

    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev3
        summary: A queue is full.
        annotations: {runbook_url: docs/queues.md}

Good:

    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev3
        summary: A queue is full.
        annotations: {runbook_url: "https://wiki.acme.example/queues"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.WARNING

_ADDRESS = re.compile(r"https?://[^/\s]|\{\{")


def check(scope: Scope) -> Iterator[Diagnostic]:
    for alert in scope.alerts:
        for name, text in alert.annotations:
            if name.endswith("_url") and not _ADDRESS.match(text):
                yield Diagnostic(
                    "url-without-host",
                    SEVERITY,
                    f"`{name}` is no address that can be opened",
                    alert.place.at("annotations", name),
                    label="does not begin with https:// and a host",
                    help="write the whole address, with `https://`",
                )
