"""A page has hours in which nobody is told of it.

A severity with `coverage: always` promises that somebody is reached at any hour. An entry with `when: office` is told in office
hours only; without another for the rest, an outage at night is found in the morning.

Bad:

    # {name: sev1, rank: 1, response: page, coverage: always}
    notify:
      sev1: [{receiver: pager, when: office}]

Good:

    # {name: sev1, rank: 1, response: page, coverage: always}
    notify:
      sev1: [pager]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._teams import hours_missed
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.program import Setting
from sre_compiler.program.severities import Severity as Step
from sre_compiler.program.teams import Team

SEVERITY = Severity.ERROR


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for team in project.teams:
        for severity in project.severities:
            ways = team.notify.get(severity.name, ())
            missed = hours_missed({way.when for way in ways})
            wanted = severity.coverage == "always" or missed == "office"
            if severity.response == "page" and ways and missed and wanted:
                yield _finding(team, severity, missed)


def _finding(team: Team, severity: Step, missed: str) -> Diagnostic:
    hours = "in office hours" if missed == "office" else "outside office hours"
    return Diagnostic(
        "page-hours-without-receiver",
        SEVERITY,
        f"nobody in the team `{team.name}` is told of {severity.name} {hours}",
        team.place.at("spec", "notify", severity.name),
        label=f"no entry is told {hours}",
        help=f"add `{{receiver: …, when: {missed}}}`, or remove `when`",
        related=(Related(severity.place.at("coverage"), "when somebody has to be reachable"),),
    )
