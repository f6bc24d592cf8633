"""A message is to be repeated after Alertmanager has forgotten that it sent the first one.

Alertmanager remembers for `--data.retention`, five days if nobody says otherwise, and sends again when it has forgotten. A longer
`repeat_interval` looks as if it worked.

Bad:

    timing: {repeat_interval: 7d}

Good:

    timing: {repeat_interval: 4d}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Setting
from sre_compiler.units import Duration

SEVERITY = Severity.INFO
_RETENTION = Duration.seconds(120 * 3_600)


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for severity in project.severities:
        repeat = severity.timing.repeat_interval
        if repeat is not None and repeat > _RETENTION:
            yield Diagnostic(
                "repeat-beyond-retention",
                SEVERITY,
                f"Alertmanager repeats messages of {severity.name} after {_RETENTION}, not {repeat}",
                severity.place.at("timing", "repeat_interval"),
                label=f"longer than the {_RETENTION} that it remembers by default",
                help=f"use at most {_RETENTION}, or start Alertmanager with a longer `--data.retention`",
            )
