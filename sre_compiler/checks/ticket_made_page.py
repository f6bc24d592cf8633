"""A severity map makes a page of what can wait.

The policy says that there are days for it. Where a tier or an environment is to be answered faster, the fast legs do that; a slow one
that pages wakes somebody at night for what he can only repair in the morning.

Bad:

    tiers: {1: {sev3: sev1}}

Good:

    tiers: {2: {sev1: sev2}}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._severity_maps import severity_maps
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Outline

SEVERITY = Severity.WARNING


def check_project(project: Outline) -> Iterator[Diagnostic]:
    paging = {severity.name for severity in project.severities if severity.response == "page"}
    for mapping, place in severity_maps(project):
        for source, target in mapping.items():
            if target in paging and source not in paging:
                yield Diagnostic(
                    "ticket-made-page",
                    SEVERITY,
                    f"`{source}` can wait, and becomes `{target}`, which pages",
                    place.at(source),
                    label="somebody is woken for what has days",
                    help=f"remove it, or give the leg another severity than `{source}`",
                )
