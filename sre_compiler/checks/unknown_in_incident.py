"""An incident that is not closed names a person, team, service or SLO that is not there.

It is a slip, or somebody left and something was switched off since. A closed incident may name what is gone; one that is open is
about what people still work on, and an action that is not done needs an owner who is there.

Bad:

    services: [chekcout]
    roles: {commander: [ana]}

Good:

    services: [checkout]
    roles: {commander: [ana]}
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sre_compiler import typos
from sre_compiler.checks._incidents import IncidentScope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Severity
from sre_compiler.program.incidents import plain_id
from sre_compiler.program.program import Outline

SEVERITY = Severity.WARNING


def check_incident(scope: IncidentScope) -> Iterator[Diagnostic]:
    people = {one.name for one in scope.setting.people}
    teams = {one.name for one in scope.setting.teams}
    for noun, name, place in _people(scope):
        known = teams if noun == "team" else people
        if name not in known:
            yield _finding(noun, name, place, known)


def _people(scope: IncidentScope) -> Iterator[tuple[str, str, Place]]:
    """Every person and team that is named and should be there: a noun, a name and its place."""
    incident = scope.incident
    for index, action in enumerate(incident.actions):
        if action.owner and not action.done:
            yield "person", action.owner, scope.at("actions", index, "owner")
        if action.team and not action.done:
            yield "team", action.team, scope.at("actions", index, "owner", "team")
    if incident.status == "closed":
        return
    for role, names in incident.roles.items():
        yield from (("person", name, scope.at("roles", role, index)) for index, name in enumerate(names))
    for index, entry in enumerate(incident.timeline):
        if entry.by:
            yield "person", entry.by, scope.at("timeline", index, "by")


def check_project(project: Outline) -> Iterator[Diagnostic]:
    services = {one.name for one in project.services}
    slos = {plain_id(slo.slo_id) for one in project.services for slo in one.slos}
    for incident in project.incidents:
        if incident.is_closed:
            continue
        for index, name in enumerate(incident.services):
            if name not in services:
                yield _finding("service", name, incident.at("services", index), services)
        for index, slo in enumerate(incident.slos):
            if slo.slo_id not in slos:
                steps = ("slos", index, "slo") if slo.is_mapping else ("slos", index)
                yield _finding("SLO", slo.slo_id, incident.at(*steps), slos)


def _finding(noun: str, name: str, place: Place, known: Collection[str]) -> Diagnostic:
    meant = typos.meant(name, sorted(known))
    return Diagnostic(
        "unknown-in-incident",
        SEVERITY,
        f"unknown {noun} `{name}`",
        place,
        label="not, or no longer, in the specs",
        help=f"write `{meant}`"
        if meant
        else f"correct the name; where the {noun} is gone, close the review or allow this with a comment",
        fix=Fix(f"write `{meant}`", (Edit(place, meant, "say"),), changes=True) if meant else None,
    )
