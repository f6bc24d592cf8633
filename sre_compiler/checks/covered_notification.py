"""A team has receivers for a severity that another team answers in its place.

`covered_by` sends these alerts to the other team instead, so that the entry is not used, and whoever wrote it waits for messages
that never come.

Bad:

    notify: {sev1: [chat], sev3: [chat]}
    covered_by: [{team: platform, severities: [sev1]}]

Good:

    notify: {sev3: [chat]}
    covered_by: [{team: platform, severities: [sev1]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Related, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for team in project.teams:
        for index, cover in enumerate(team.covered_by):
            for position, severity in enumerate(cover.severities):
                if severity in team.notify:
                    where = team.place.at("spec", "covered_by", index, "severities", position)
                    entry = team.place.at("spec", "notify", severity)
                    yield Diagnostic(
                        "covered-notification",
                        SEVERITY,
                        f"{severity} of the team `{team.name}` is answered by `{cover.team}`",
                        entry.key(),
                        label="this entry is not used",
                        help=f"remove it, or remove {severity} from `covered_by`",
                        fix=Fix("remove it", (Edit(entry, action="remove"),), safe=False),
                        related=(Related(where, "goes to the other team instead"),),
                    )
