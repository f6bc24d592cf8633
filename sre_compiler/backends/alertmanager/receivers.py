"""Receivers → the fields of their systems. Secrets are absolute paths of files, never values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sre_compiler import kinds
from sre_compiler.backends.alertmanager.templates import HTML, SLACK, TEXT, TITLE
from sre_compiler.program.program import Program
from sre_compiler.program.severities import Severity
from sre_compiler.routing import Integration, Receiver

Data = dict[str, Any]
SECRETS = "/etc/alertmanager/secrets"
"""Where secret files are taken to be when the project does not say."""


def receiver(program: Program, one: Receiver) -> Data:
    """A receiver with all its integrations, by system, in the order of `notify`."""
    found: Data = {"name": one.name}
    for integration in one.integrations:
        key, fields = _integration(program, integration)
        found.setdefault(key, []).append(fields)
    return found


def _integration(program: Program, one: Integration) -> tuple[str, Data]:
    declared = program.project.spec.alertmanager
    assert declared is not None  # noqa: S101 - without it nothing is written
    spec = getattr(one.way.spec, one.way.kind)
    key, write = _SYSTEMS[one.way.kind]
    fields = write(spec, declared, one.severity)
    stated = spec.send_resolved
    resolved = stated if stated is not None else _wants_resolved(one)
    return key, {**{name: value for name, value in fields.items() if value is not None}, "send_resolved": resolved}


def _wants_resolved(one: Integration) -> bool:
    """A mail or a note in a log is not taken back."""
    return one.way.kind != "email" and (one.severity is None or one.severity.response != "log")


def secret(declared: kinds.Alertmanager, file: str | None) -> str | None:
    """The absolute path of a secret: from where Alertmanager was started, a relative one would be found or not."""
    if file is None or file.startswith("/"):
        return file
    return f"{(declared.secrets_dir or SECRETS).rstrip('/')}/{file}"


def _pagerduty(spec: kinds.PagerDuty, declared: kinds.Alertmanager, severity: Severity | None) -> Data:
    return {
        "routing_key_file": secret(declared, spec.routing_key_file),
        "service_key_file": secret(declared, spec.service_key_file),
        "url": spec.url,
        "description": TITLE,
        "severity": _urgency(severity, "critical", "error", "warning", "info"),
        "details": {
            "alerts": TEXT,
            "runbook": "{{ .CommonAnnotations.runbook_url }}",
            "dashboard": "{{ .CommonAnnotations.dashboard_url }}",
        },
    }


def _opsgenie(spec: kinds.Opsgenie, declared: kinds.Alertmanager, severity: Severity | None) -> Data:
    return {
        "api_key_file": secret(declared, spec.api_key_file),
        "api_url": spec.api_url,
        "message": TITLE,
        "description": TEXT,
        "priority": spec.priority or _urgency(severity, "P1", "P2", "P3", "P5"),
    }


def _slack(spec: kinds.Slack, declared: kinds.Alertmanager, _severity: Severity | None) -> Data:
    return {
        "api_url_file": secret(declared, spec.api_url_file),
        "channel": spec.channel,
        "title": TITLE,
        "title_link": "{{ .CommonAnnotations.dashboard_url }}",
        "text": SLACK,
    }


def _msteams(spec: kinds.MsTeams, declared: kinds.Alertmanager, _severity: Severity | None) -> Data:
    return {"webhook_url_file": secret(declared, spec.webhook_url_file), "title": TITLE, "text": TEXT}


def _webhook(spec: kinds.Webhook, declared: kinds.Alertmanager, _severity: Severity | None) -> Data:
    token = secret(declared, spec.credentials_file)
    return {
        "url": spec.url,
        "url_file": secret(declared, spec.url_file),
        "http_config": {"authorization": {"credentials_file": token}} if token else None,
    }


def _email(spec: kinds.EmailReceiver, _declared: kinds.Alertmanager, _severity: Severity | None) -> Data:
    return {"to": spec.to, "headers": {"Subject": TITLE}, "html": HTML, "text": TEXT}


def _urgency(severity: Severity | None, worst: str, page: str, ticket: str, log: str) -> str:
    """The word of a system for a severity; what is not known is taken for a ticket."""
    if severity is None or severity.response == "ticket":
        return ticket
    if severity.response == "log":
        return log
    return worst if severity.rank == 1 else page


_SYSTEMS: dict[str, tuple[str, Callable[[Any, kinds.Alertmanager, Severity | None], Data]]] = {
    "pagerduty": ("pagerduty_configs", _pagerduty),
    "opsgenie": ("opsgenie_configs", _opsgenie),
    "slack": ("slack_configs", _slack),
    "msteams": ("msteams_configs", _msteams),
    "webhook": ("webhook_configs", _webhook),
    "email": ("email_configs", _email),
}
"""Each system by its key in `receivers`: the key of Alertmanager, and who writes the fields."""
