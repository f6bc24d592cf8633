"""A service sends pages, and nobody is on call for them.

The team that owns the service has no on-call policy, and no team that has one answers in its place. A page then reaches
a pager whose rota nobody can see, or everybody at once, which is nobody.

Bad:

    # a service of the team has a leg of a severity that pages
    members: [ana, bo]
    notify: {sev1: [pager]}

Good:

    members: [ana, bo]
    oncall: shop
    notify: {sev1: [pager]}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._teams import answering, emitted
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Outline
from sre_compiler.program.teams import Team

SEVERITY = Severity.WARNING


def check_project(project: Outline) -> Iterator[Diagnostic]:
    teams = {team.name: team for team in project.teams}
    alone = {
        one.name: (one, severity.name)
        for team, severity in emitted(project)
        if severity.response == "page"
        for one in answering(teams, team, severity.name)
        if one.oncall is None and severity.name in one.notify
    }
    for team, severity in alone.values():
        yield _finding(team, severity)


def _finding(team: Team, severity: str) -> Diagnostic:
    return Diagnostic(
        "page-without-person",
        SEVERITY,
        f"nobody in the team `{team.name}` is on call for its pages",
        team.place.at("metadata", "name"),
        label=f"{severity} pages this team, and it has no `oncall`",
        help="add `oncall: …`, or let a team that has somebody on call answer with `covered_by`",
    )
