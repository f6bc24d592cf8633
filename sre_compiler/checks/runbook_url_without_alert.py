"""The address of runbooks is the same for every alert.

Whoever is woken lands on a page about everything and looks for his alert in it.

Bad:

    runbooks: {url: "https://wiki.acme.example/runbooks"}

Good:

    runbooks: {url: "https://wiki.acme.example/runbooks/{service}#{alert}"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Outline

SEVERITY = Severity.INFO


def check_project(project: Outline) -> Iterator[Diagnostic]:
    pattern = project.project.runbook_pattern
    if pattern and "{alert}" not in pattern:
        yield Diagnostic(
            "runbook-url-without-alert",
            SEVERITY,
            "all alerts have the same runbook"
            if "{service}" not in pattern
            else "all alerts of a service have one runbook",
            project.project.place.at("spec", "runbooks", "url"),
            label="does not say which alert it is",
            help="put `{alert}` into it, as a page or as an anchor",
        )
