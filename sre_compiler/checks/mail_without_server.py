"""A team is told by mail, and the project has no mail server.

Alertmanager refuses its configuration without one. Its `smtp` says which server takes the mail, and who it is from.

Bad:

    # kind: Project
    alertmanager: {version: "0.25"}
    # kind: Team
    receivers: [{name: mail, email: {to: shop@acme.example}}]

Good:

    # kind: Project
    alertmanager:
      version: "0.25"
      smtp: {smarthost: "mail.acme.example:587", from: alerts@acme.example, password_file: smtp_password}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.ERROR


def check_project(project: Setting) -> Iterator[Diagnostic]:
    alertmanager = project.project.spec.alertmanager
    mails = [one for team in project.teams for one in team.receivers if one.kind == "email"]
    if alertmanager is not None and alertmanager.smtp is None and mails and not _has_server(project):
        yield Diagnostic(
            "mail-without-server",
            SEVERITY,
            f"the receiver `{mails[0].name}` sends mail, and there is no mail server",
            project.project.place.at("spec", "alertmanager").key(),
            label="it has no `smtp`",
            help="add `smtp: {smarthost: …, from: …, password_file: …}`",
            related=(Related(mails[0].place.at("email").key(), "sends mail"),),
        )


def _has_server(project: Setting) -> bool:
    """Whether the configuration that ours is mounted into has one."""
    settings = project.base.top.get("global") if project.base is not None else None
    return isinstance(settings, dict) and "smtp_smarthost" in settings
