"""Two names of one kind differ by dashes only.

`check-out` and `checkout` are one thing to a reader and two to the compiler: what is meant for one goes to the other.

Bad:

    kind: SLI
    metadata: {name: http-latency}
    ---
    kind: SLI
    metadata: {name: httplatency}

Good:

    kind: SLI
    metadata: {name: http-latency}
    ---
    kind: SLI
    metadata: {name: grpc-latency}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from sre_compiler.diagnostics import Diagnostic, Place, Related, Severity
from sre_compiler.program.program import Outline

SEVERITY = Severity.WARNING


class _Named(Protocol):
    """Anything that people give a name."""

    @property
    def name(self) -> str: ...

    @property
    def place(self) -> Place: ...


def check_project(project: Outline) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str], tuple[str, Place]] = {}
    for noun, name, place in _names(project):
        known, there = first.setdefault((noun, name.replace("-", "")), (name, place))
        if known != name:
            yield _finding(noun, name, place, Related(there, f"`{known}`"))


def _names(project: Outline) -> Iterator[tuple[str, str, Place]]:
    documents: dict[str, tuple[_Named, ...]] = {
        "service": project.services,
        "SLI": project.slis,
        "team": project.teams,
        "calendar": project.calendars,
        "on-call policy": project.oncall_policies,
    }
    for noun, values in documents.items():
        yield from ((noun, one.name, one.place.at("metadata", "name")) for one in values)
    items: dict[str, tuple[_Named, ...]] = {"person": project.people, "severity": project.severities}
    for noun, values in items.items():
        yield from ((noun, one.name, one.place.at("name")) for one in values)


def _finding(noun: str, name: str, place: Place, other: Related) -> Diagnostic:
    return Diagnostic(
        "names-alike",
        SEVERITY,
        f"the {noun} `{name}` is called nearly like another one",
        place,
        label="differs by dashes only",
        help="rename one of them, or use one for both",
        related=(other,),
    )
