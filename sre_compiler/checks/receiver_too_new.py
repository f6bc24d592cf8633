"""A receiver needs a later Alertmanager than the one that is declared.

Alertmanager refuses its whole configuration for one field that it does not know, and goes on with the old one.

Bad:

    # alertmanager: {version: "0.25"}
    receivers:
      - {name: chat, msteams: {webhook_url_file: teams_url}}

Good:

    # alertmanager: {version: "0.27"}
    receivers:
      - {name: chat, msteams: {webhook_url_file: teams_url}}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Place, Related, Severity
from sre_compiler.kinds import SINCE
from sre_compiler.program.program import Setting
from sre_compiler.program.teams import Receiver

SEVERITY = Severity.ERROR


def check_project(project: Setting) -> Iterator[Diagnostic]:
    alertmanager = project.project.spec.alertmanager
    if alertmanager is None:
        return
    declared = project.project.place.at("spec", "alertmanager", "version")
    for receiver in (one for team in project.teams for one in team.receivers):
        for (kind, key), since in SINCE.items():
            if getattr(getattr(receiver.spec, kind), key, None) and alertmanager.version < since:
                yield _finding(receiver, receiver.place.at(kind, key).key(), f"{since[0]}.{since[1]}", declared)


def _finding(receiver: Receiver, where: Place, version: str, declared: Place) -> Diagnostic:
    return Diagnostic(
        "receiver-too-new",
        SEVERITY,
        f"the receiver `{receiver.name}` needs Alertmanager {version}",
        where,
        label=f"there since {version}",
        help=f'declare `alertmanager: {{version: "{version}"}}` once it runs, or use another receiver',
        related=(Related(declared, "the one that is declared"),),
    )
