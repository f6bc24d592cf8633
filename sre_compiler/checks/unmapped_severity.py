"""Alerts of others have a severity that means nothing here.

Their severity label is neither in `severities` of the ExternalAlerts, nor the name of a severity, nor in `also` of one, so that
nobody knows whether it should wake somebody. `none` is an answer as well.

Bad:

    # an alert in vendor/node.yaml has severity: critical
    files: [vendor/*.yaml]
    severities: {warning: sev3}

Good:

    files: [vendor/*.yaml]
    severities: {critical: sev2, warning: sev3}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.external_alerts import ExternalAlert, ExternalAlerts
from sre_compiler.program.program import Setting

SEVERITY = Severity.ERROR


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for one in project.external_alerts:
        strange: dict[str, list[ExternalAlert]] = {}
        for alert in one.alerts:
            if not alert.is_mapped and not alert.team:
                strange.setdefault(alert.severity, []).append(alert)
        for severity, alerts in strange.items():
            yield _finding(one, severity, alerts)


def _finding(one: ExternalAlerts, severity: str, alerts: list[ExternalAlert]) -> Diagnostic:
    others = f" and {len(alerts) - 1} more" if len(alerts) > 1 else ""
    key = severity or '""'
    return Diagnostic(
        "unmapped-severity",
        SEVERITY,
        f"the severity `{severity}` of alerts of `{one.name}` means nothing here"
        if severity
        else f"alerts of `{one.name}` have no severity",
        one.place.at("spec", "severities").key(),
        label="no entry for it",
        help=f"add `{key}: …`, one of our severities, or `none` if it is to tell nobody",
        related=(Related(alerts[0].place.at("labels" if severity else "alert"), f"`{alerts[0].name}`{others}"),),
    )
