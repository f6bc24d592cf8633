"""The file of a secret has a relative name, and the project does not say where such files are.

Alertmanager looks for it in the folder that it was started from, finds nothing, and says so only when it is to send an alert. Nothing
checks it before.

Bad:

    # alertmanager: {version: "0.25"}, without `secrets_dir`
    pagerduty: {routing_key_file: pagerduty_key}

Good:

    # alertmanager: {version: "0.25", secrets_dir: /etc/alertmanager/secrets}
    pagerduty: {routing_key_file: pagerduty_key}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.program import Setting
from sre_compiler.program.teams import Receiver

SEVERITY = Severity.ERROR


def check_project(project: Setting) -> Iterator[Diagnostic]:
    alertmanager = project.project.spec.alertmanager
    if alertmanager is None or alertmanager.secrets_dir is not None:
        return
    for receiver in (one for team in project.teams for one in team.receivers):
        for key, value in _files(receiver):
            if not value.startswith("/"):
                yield _finding(project, receiver, key, value)
                return


def _files(receiver: Receiver) -> Iterator[tuple[str, str]]:
    """The names of its secret files, by their keys."""
    for key, value in getattr(receiver.spec, receiver.kind).model_dump(exclude_none=True).items():
        if key.endswith("_file"):
            yield key, value


def _finding(project: Setting, receiver: Receiver, key: str, value: str) -> Diagnostic:
    return Diagnostic(
        "secret-without-folder",
        SEVERITY,
        f"nobody knows in which folder `{value}` is",
        receiver.place.at(receiver.kind, key),
        label="a relative name",
        help="say where secrets are with `alertmanager: {secrets_dir: /etc/alertmanager/secrets}`",
        related=(Related(project.project.place.at("spec", "alertmanager").key(), "it has no `secrets_dir`"),),
    )
