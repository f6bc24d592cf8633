"""One alert is sent to the same place twice.

Two entries for a severity name the same receiver, or two receivers of one kind with the same target, and both are told at the
same hours. Everything arrives twice, and people learn to read every other message.

Bad:

    notify:
      sev2: [chat, {receiver: chat, when: office}]

Good:

    notify:
      sev2: [chat]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.program import Setting
from sre_compiler.program.teams import Notification, Team

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for team in project.teams:
        targets = {one.name: str(one.spec.model_dump(exclude={"name"}, exclude_none=True)) for one in team.receivers}
        for severity, ways in team.notify.items():
            yield from _twice(team, severity, ways, targets)


def _twice(team: Team, severity: str, ways: tuple[Notification, ...], targets: dict[str, str]) -> Iterator[Diagnostic]:
    """Each entry with an earlier one of the same target and of common hours."""
    seen: dict[str, dict[str, int]] = {}
    for index, way in enumerate(ways):
        told = seen.setdefault(targets[way.receiver], {})
        common = [told[when] for when in told if when == way.when or "always" in (when, way.when)]
        if common:
            yield _finding(team, severity, index, min(common))
        told.setdefault(way.when, index)


def _finding(team: Team, severity: str, index: int, first: int) -> Diagnostic:
    place = team.place.at("spec", "notify", severity)
    return Diagnostic(
        "double-notification",
        SEVERITY,
        f"the team `{team.name}` is told of {severity} twice",
        place.at(index),
        label="the same place again",
        help="remove one of the two",
        related=(Related(place.at(first), "is told already"),),
    )
