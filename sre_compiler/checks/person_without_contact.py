"""Somebody is on call and cannot be called.

The person has no `email`, by which paging systems know people, and no handle in a system that the team's pages go to. The page is
sent, and reaches nobody.

Bad:

    - {name: cy, timezone: Europe/Berlin}

Good:

    - {name: cy, email: cy@acme.example, timezone: Europe/Berlin}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rotas import people
from sre_compiler.checks._teams import PAGERS
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.people import Person
from sre_compiler.program.program import Setting
from sre_compiler.program.teams import users

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    known = {person.name: person for person in project.people}
    found: dict[str, str] = {}
    for policy in project.oncall_policies:
        kinds = {one.kind for team in users(project.teams, policy.name) for one in team.receivers if one.kind in PAGERS}
        for name in people(policy):
            if known[name].email is None and not _has_handle(known[name], kinds):
                found.setdefault(name, policy.name)
    for name, policy_name in found.items():
        yield _finding(known[name], policy_name)


def _has_handle(person: Person, kinds: set[str]) -> bool:
    """Whether a system of these kinds knows the person; which one stands behind a webhook is not known."""
    handles = {system for system, _ in person.handles}
    return bool(handles & kinds) or (bool(handles) and (not kinds or "webhook" in kinds))


def _finding(person: Person, policy: str) -> Diagnostic:
    return Diagnostic(
        "person-without-contact",
        SEVERITY,
        f"{person.name} is on call by `{policy}` and cannot be called",
        person.place.at("name"),
        label="no `email`, and no handle where the pages go",
        help="add `email: …`, or a handle: `handles: {pagerduty: …}`",
    )
