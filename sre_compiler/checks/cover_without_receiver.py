"""A team is to answer a severity for another one, and is not told of it itself.

`covered_by` sends the alerts where the other team's own alerts of that severity go. It has no entry for the severity, so that
they go nowhere.

Bad:

    # metadata: {name: platform}, notify: {sev1: [pager]}
    covered_by: [{team: platform, severities: [sev1, sev2]}]

Good:

    # metadata: {name: platform}, notify: {sev1: [pager], sev2: [pager]}
    covered_by: [{team: platform, severities: [sev1, sev2]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._teams import is_routed
from sre_compiler.diagnostics import Diagnostic, Place, Related, Severity
from sre_compiler.program.program import Setting
from sre_compiler.program.teams import Team

SEVERITY = Severity.ERROR


def check_project(project: Setting) -> Iterator[Diagnostic]:
    teams = {one.name: one for one in project.teams}
    for team in project.teams:
        for index, cover in enumerate(team.covered_by):
            for position, severity in enumerate(cover.severities):
                if not _is_told(teams[cover.team], severity) and is_routed(project, teams[cover.team]):
                    where = team.place.at("spec", "covered_by", index, "severities", position)
                    yield _finding(teams[cover.team], severity, where)


def _is_told(team: Team, severity: str) -> bool:
    return severity in team.notify or any(severity in cover.severities for cover in team.covered_by)


def _finding(cover: Team, severity: str, where: Place) -> Diagnostic:
    return Diagnostic(
        "cover-without-receiver",
        SEVERITY,
        f"the team `{cover.name}` is not told of {severity}",
        where,
        label="nobody would answer",
        help=f"add `{severity}: […]` to `notify` of `{cover.name}`, or remove it here",
        related=(Related(cover.place.at("metadata", "name"), f"has no receiver for {severity}"),),
    )
