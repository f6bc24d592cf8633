"""A roster has fewer people than its policy asks for.

`fairness: {min_people: …}` is what the team has agreed on. With fewer, everybody's turn comes sooner.

Bad:

    rosters: [{people: [ana, bo]}]
    # fairness: {min_people: 3}

Good:

    rosters: [{people: [ana, bo, cy]}]
    # fairness: {min_people: 3}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rotas import own_layers
from sre_compiler.diagnostics import Diagnostic, Place, Related, Severity
from sre_compiler.program.oncall import OnCallPolicy
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for policy in project.oncall_policies:
        least = policy.fairness.min_people
        for _, layer, place in own_layers(policy):
            for index, roster in enumerate(layer.rosters):
                if least is not None and len(roster.people) < least:
                    yield _finding(policy, place.at("rosters", index, "people"), len(roster.people), least)


def _finding(policy: OnCallPolicy, where: Place, number: int, least: int) -> Diagnostic:
    return Diagnostic(
        "too-few-people",
        SEVERITY,
        f"a roster of `{policy.name}` has {'1 person' if number == 1 else f'{number} people'} instead of {least}",
        where,
        label=f"{least - number} too few",
        help="add people, or lower `min_people`",
        related=(Related(policy.place.at("spec", "fairness", "min_people"), "what is asked for"),),
    )
