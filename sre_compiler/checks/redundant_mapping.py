"""A severity map maps a severity to itself.

It decides nothing, and a reader looks for what it is meant to change.

Bad:

    tiers: {2: {sev1: sev2, sev3: sev3}}

Good:

    tiers: {2: {sev1: sev2}}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._severity_maps import severity_maps
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Severity
from sre_compiler.program.program import Outline

SEVERITY = Severity.INFO


def check_project(project: Outline) -> Iterator[Diagnostic]:
    for mapping, place in severity_maps(project):
        for source, target in mapping.items():
            if source == target:
                yield Diagnostic(
                    "redundant-mapping",
                    SEVERITY,
                    f"`{source}` is mapped to itself",
                    place.at(source),
                    label="changes nothing",
                    help="remove it",
                    fix=_fix(place, source, is_all=len(mapping) == 1),
                )


def _fix(place: Place, source: str, *, is_all: bool) -> Fix:
    """A map that would be empty goes whole, and a tier with it; an environment stays."""
    if is_all:
        return Fix("remove the map", (Edit(place, action="remove" if place.path[-1] == "severities" else "prune"),))
    return Fix("remove it", (Edit(place.at(source), action="remove"),))
