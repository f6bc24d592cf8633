"""A team is told in office hours, and has no calendar that says when they are.

Without hours the entry would either always be told or never, and its counterpart for the other hours as well.

Bad:

    members: [ana, bo]
    notify:
      sev2: [{receiver: chat, when: office}]

Good:

    members: [ana, bo]
    calendar: berlin-office
    notify:
      sev2: [{receiver: chat, when: office}]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._teams import notifications
from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.program.program import Setting
from sre_compiler.program.teams import Team

SEVERITY = Severity.ERROR


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for team in project.teams:
        timed = next((one for one in notifications(team) if one[2].when != "always"), None)
        if team.calendar is None and timed is not None:
            yield _finding(team, timed[3].at("when"), timed[2].when)


def _finding(team: Team, where: Place, when: str) -> Diagnostic:
    return Diagnostic(
        "office-hours-without-calendar",
        SEVERITY,
        f"the team `{team.name}` has no office hours",
        where,
        label=f"`{when}` goes by the team's calendar",
        help="add `calendar: …` to the team, or remove `when`",
    )
