"""Nobody in particular gets the alerts that no team owns.

An alert whose team label is missing, or is no team's, is told to every team, though to no pager. One team that is named looks after
them.

Bad:

    alertmanager: {version: "0.25"}

Good:

    alertmanager: {version: "0.25", fallback: platform}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.INFO


def check_project(project: Setting) -> Iterator[Diagnostic]:
    declared = project.project.spec.alertmanager
    if declared is None or declared.base is not None or declared.fallback is not None:
        return
    told = [team.name for team in project.teams if team.receivers]
    if len(told) > 1:
        yield Diagnostic(
            "no-fallback-team",
            SEVERITY,
            f"alerts that no team owns are told to all of {len(told)} teams",
            project.project.place.at("spec", "alertmanager").key(),
            label="it has no `fallback`",
            help="name the team that looks after them: `fallback: …`",
        )
