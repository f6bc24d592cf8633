"""Somebody is on call for a team without being a member of it.

A roster or an override names a person who belongs to no team that the policy answers for. It is often somebody who has
changed teams, and can do nothing about the alert.

Bad:

    # members: [ana, bo]
    rosters: [{people: [ana, bo, cy]}]

Good:

    # members: [ana, bo, cy]
    rosters: [{people: [ana, bo, cy]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rotas import own_layers
from sre_compiler.diagnostics import Diagnostic, Place, Related, Severity
from sre_compiler.program.oncall import OnCallPolicy
from sre_compiler.program.program import Setting
from sre_compiler.program.teams import Team, users

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for policy in project.oncall_policies:
        teams = users(project.teams, policy.name)
        members = {person for team in teams for person in team.members}
        outside = [(person, place) for person, place in _called(policy) if person not in members]
        for person, place in {person: (person, place) for person, place in reversed(outside)}.values() if teams else ():
            yield _finding(person, place, teams[0])


def _called(policy: OnCallPolicy) -> Iterator[tuple[str, Place]]:
    for _, layer, place in own_layers(policy):
        for i, roster in enumerate(layer.rosters):
            yield from ((one, place.at("rosters", i, "people", j)) for j, one in enumerate(roster.people))
    for schedule in policy.schedules:
        yield from (
            (one.person, schedule.place.at("overrides", i, "person")) for i, one in enumerate(schedule.overrides)
        )


def _finding(person: str, where: Place, team: Team) -> Diagnostic:
    return Diagnostic(
        "on-call-outside-team",
        SEVERITY,
        f"{person} is on call for the team `{team.name}`, and is not in it",
        where,
        label="a member of no team that this policy answers for",
        help=f"add {person} to `members` of `{team.name}`, or take somebody else",
        related=(Related(team.place.at("spec", "members"), "the members"),),
    )
