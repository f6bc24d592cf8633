"""Receivers → the fields of their systems. Secrets are absolute paths of files, never values."""

from __future__ import annotations

from typing import Any

from sre_compiler import kinds
from sre_compiler.backends.alertmanager.templates import HTML, SLACK, TEXT, TITLE
from sre_compiler.program.program import Program
from sre_compiler.program.severities import Severity
from sre_compiler.routing import Integration, Receiver

Data = dict[str, Any]
SECRETS = "/etc/alertmanager/secrets"
"""Where secret files are taken to be when the project does not say."""
TEAMS_V2 = (0, 28)
"""The version that speaks to the workflows by which Microsoft replaces its connectors."""
_TEXTS: dict[str, Data] = {
    "victorops": {"entity_display_name": TITLE, "state_message": TEXT},
    "pushover": {"title": TITLE, "message": TEXT, "url": "{{ .CommonAnnotations.runbook_url }}"},
    "slack": {"title": TITLE, "title_link": "{{ .CommonAnnotations.dashboard_url }}", "text": SLACK},
    "msteams": {"title": TITLE, "text": TEXT},
    "discord": {"title": TITLE, "message": TEXT},
    "telegram": {"message": f"{TITLE}\n{TEXT}", "parse_mode": ""},
    "webex": {"message": f"{TITLE}\n{TEXT}"},
    "rocketchat": {"title": TITLE, "text": TEXT},
    "mattermost": {"text": f"{TITLE}\n{TEXT}"},
    "jira": {"summary": TITLE, "description": TEXT},
    "sns": {"subject": TITLE, "message": TEXT},
    "email": {"headers": {"Subject": TITLE}, "html": HTML, "text": TEXT},
    "opsgenie": {"message": TITLE, "description": TEXT},
    "pagerduty": {
        "description": TITLE,
        "details": {
            "alerts": TEXT,
            "runbook": "{{ .CommonAnnotations.runbook_url }}",
            "dashboard": "{{ .CommonAnnotations.dashboard_url }}",
        },
    },
}
"""What each system is told, in its own fields; a webhook gets all of the data."""
_BEARER = {"webhook": "credentials_file", "jira": "credentials_file", "webex": "bot_token_file"}
"""Systems whose secret stands in the settings of HTTP, and our key for it."""


def receiver(program: Program, one: Receiver) -> Data:
    """A receiver with all its integrations, by system, in the order of `notify`."""
    declared = program.project.spec.alertmanager
    assert declared is not None  # noqa: S101 - without it nothing is written
    found: Data = {"name": one.name}
    for integration in one.integrations:
        found.setdefault(_key(integration.way.kind, declared), []).append(_fields(integration, declared))
    return found


def _key(system: str, declared: kinds.Alertmanager) -> str:
    return "msteamsv2_configs" if system == "msteams" and declared.version >= TEAMS_V2 else f"{system}_configs"


def _fields(one: Integration, declared: kinds.Alertmanager) -> Data:
    """As stated, with what is not, and whether the end is told: a mail or a note in a log is not taken back."""
    system, severity = one.way.kind, one.severity
    stated = getattr(one.way.spec, system).model_dump(exclude_none=True)
    resolved = stated.pop("send_resolved", system != "email" and (severity is None or severity.response != "log"))
    token = stated.pop(_BEARER[system], None) if system in _BEARER else None
    region = {"sigv4": {"region": stated.pop("region")}} if system == "sns" else {}
    http = {"http_config": {"authorization": {"credentials_file": secret(declared, token)}}} if token else {}
    files = {key: secret(declared, value) if key.endswith("_file") else value for key, value in stated.items()}
    return {**files, **region, **http, **_TEXTS.get(system, {}), **_urgency(one, stated), "send_resolved": resolved}


def _urgency(one: Integration, stated: Data) -> Data:
    """The word of a system for how bad it is; what is not known is taken for a ticket."""
    match one.way.kind:
        case "pagerduty":
            return {"severity": _word(one.severity, "critical", "error", "warning", "info")}
        case "opsgenie":
            return {} if "priority" in stated else {"priority": _word(one.severity, "P1", "P2", "P3", "P5")}
        case "victorops":
            return {"message_type": _word(one.severity, "CRITICAL", "CRITICAL", "WARNING", "INFO")}
        case "pushover":
            return {"priority": _word(one.severity, "1", "1", "0", "-1")}
        case _:
            return {}


def _word(severity: Severity | None, worst: str, page: str, ticket: str, log: str) -> str:
    if severity is None or severity.response == "ticket":
        return ticket
    if severity.response == "log":
        return log
    return worst if severity.rank == 1 else page


def secret(declared: kinds.Alertmanager, file: str) -> str:
    """The absolute path of a secret: a relative one is looked for where Alertmanager was started."""
    return file if file.startswith("/") else f"{(declared.secrets_dir or SECRETS).rstrip('/')}/{file}"
