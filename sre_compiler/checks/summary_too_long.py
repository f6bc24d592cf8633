"""The summary of an alert is longer than a line.

It is the subject of a mail, the title of an incident and what a phone reads out. What does not fit is cut off, and often that is the
part that matters; the rest belongs in `description`.

Bad:

    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev3
        summary: >-
          A queue is full. This happens when the consumer is restarted while the producer goes on, so look at the consumer first,
          then at the producer, and if both are there, at the broker, whose disk may be full as well.

Good:

    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev3
        summary: A queue is full.
        description: Look at the consumer first, then at the producer, then at the broker's disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.kinds import option

SEVERITY = Severity.INFO
CHARACTERS = option.count("characters", 160, "How long a summary may be.", least=20, most=1_000)


def check(scope: Scope) -> Iterator[Diagnostic]:
    longest = scope.setting.option(CHARACTERS)
    for alert in scope.alerts:
        length = _length(dict(alert.annotations)["summary"])
        if length > longest:
            yield Diagnostic(
                "summary-too-long",
                SEVERITY,
                f"the summary of `{alert.name}` has {length} characters",
                alert.place.at("summary"),
                label="is cut off where titles are shown",
                help="say what has happened in a sentence, and the rest in `description`",
            )


def _length(text: str) -> int:
    """The characters outside of templates: how long those will be, nobody knows."""
    first, *rest = text.split("{{")
    return len(first.strip()) + sum(len(part.rpartition("}}")[2]) for part in rest)
