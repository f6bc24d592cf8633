"""A severity pages somebody, and needs somebody to be reachable in office hours only.

`response: page` wakes people, and `coverage: office` says that at night nobody has to be there. One of the two is usually not
meant: what can wait until the morning is a ticket.

Bad:

    - {name: sev3, rank: 3, response: page, coverage: office}

Good:

    - {name: sev3, rank: 3, response: ticket, coverage: office}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.INFO


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for severity in project.severities:
        if severity.response == "page" and severity.coverage == "office":
            yield Diagnostic(
                "page-in-office-hours",
                SEVERITY,
                f"{severity.name} pages, but only in office hours",
                severity.place.at("coverage"),
                label="at night nobody has to be reachable",
                help="use `coverage: always`, or `response: ticket` for what can wait",
                related=(Related(severity.place.at("response"), "wakes somebody"),),
            )
