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
from sre_compiler.kinds import option
from sre_compiler.program.program import Setting
from sre_compiler.units import Duration

SEVERITY = Severity.INFO
RETENTION = option.duration(
    "retention", "5d", "How long Alertmanager remembers, its `--data.retention`.", least="1h", most="365d"
)


def check_project(project: Setting) -> Iterator[Diagnostic]:
    retention = project.option(RETENTION)
    for severity in project.severities:
        repeat = severity.timing.repeat_interval
        if repeat is not None and repeat > retention:
            yield Diagnostic(
                "repeat-beyond-retention",
                SEVERITY,
                f"Alertmanager repeats messages of {severity.name} after {retention}, not {repeat}",
                severity.place.at("timing", "repeat_interval"),
                label=f"longer than the {retention} that it remembers",
                help=f"use at most {retention}, or start Alertmanager with a longer `--data.retention` and write it as the option `retention`",
            )
    if project.base is not None:
        yield from _of_base(project, retention)


def _of_base(project: Setting, retention: Duration) -> Iterator[Diagnostic]:
    """The routes of a mounted configuration."""
    from sre_compiler import routing

    for route in routing.walk(routing.configuration(project).route):
        if route.place is not None and route.repeats is not None and route.repeats > retention:
            yield Diagnostic(
                "repeat-beyond-retention",
                SEVERITY,
                f"Alertmanager repeats messages after {retention}, not {route.repeats}",
                route.place.at("repeat_interval"),
                label=f"longer than the {retention} that it remembers",
                help=f"use at most {retention}, or start Alertmanager with a longer `--data.retention`",
            )
