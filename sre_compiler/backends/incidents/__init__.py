"""Incidents: a page for the review of each, with what the specs know of it in blocks, and room for what they do not.

In: the Program. Out: pages that people own. Must not: read specs, look at the clock, touch the disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.incidents.case import Index
from sre_compiler.backends.incidents.page import text
from sre_compiler.output.artifact import PROJECT, Artifact
from sre_compiler.program.program import Program

SUMMARY = "a page for the review of each incident"


def emit(program: Program) -> Iterator[Artifact]:
    """The page of every incident."""
    index = Index(program)
    for incident in program.incidents:
        yield Artifact(
            path=f"incidents/{incident.name}.md",
            text=text(index, incident),
            owner=PROJECT,
            source=f"{incident.source}#{incident.name}",
            page=f"incident {incident.name}",
        )
