"""A service emits alerts of a severity of which its team is not told.

The team's `notify` has no entry for the severity, and no other team answers it in its place, so that nobody ever hears of such
an alert.

Where the project has no `alertmanager` and the team no receivers, alerts are routed elsewhere, and nothing is said.

Bad:

    # a service of the team has a leg or an alert of sev2
    notify:
      sev1: [pager]

Good:

    notify:
      sev1: [pager]
      sev2: [chat]
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sre_compiler.checks._teams import emitted, is_routed
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.program import Outline
from sre_compiler.program.severities import Severity as Step
from sre_compiler.program.teams import Team

SEVERITY = Severity.ERROR


def check_project(project: Outline) -> Iterator[Diagnostic]:
    for team, steps in groupby(emitted(project), key=lambda one: one[0]):
        untold = [severity.name for _, severity in steps if not _is_told(team, severity)]
        if untold and is_routed(project, team):
            yield _finding(project, team, untold)


def _is_told(team: Team, severity: Step) -> bool:
    """Whether somebody hears of the severity, or it is one that is only logged."""
    covered = any(severity.name in cover.severities for cover in team.covered_by)
    return severity.response == "log" or severity.name in team.notify or covered


def _finding(project: Outline, team: Team, untold: list[str]) -> Diagnostic:
    named, missing = ", ".join(untold), ", ".join(f"{one}: […]" for one in untold)
    wanted = f"add `{missing}` to `notify`" if team.notify else f"add `notify: {{{missing}}}`"
    return Diagnostic(
        "alert-without-receiver",
        SEVERITY,
        f"the team `{team.name}` is not told of {named}",
        team.place.at("spec", "notify").key() if team.notify else team.place.at("metadata", "name"),
        label=f"no receiver for {named}",
        help=f"{wanted}, or let another team answer with `covered_by`",
        related=_sources(project, team, untold),
    )


def _sources(project: Outline, team: Team, untold: list[str]) -> tuple[Related, ...]:
    """Whose alerts they are."""
    such = "of this severity" if len(untold) == 1 else "of these severities"
    services = [one for one in project.services if one.team == team.name and {*untold} & {*one.severities}]
    if services:
        named = f"`{services[0].name}`" + (f" and {len(services) - 1} more" if len(services) > 1 else "")
        return (Related(services[0].place.at("metadata", "name"), f"alerts of {named} are {such}"),)
    external = [one for one in project.external_alerts if team.name in one.teams]
    return tuple(Related(one.place.at("metadata", "name"), f"alerts of these are {such}") for one in external[:1])
