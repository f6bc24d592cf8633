"""A receiver of a team is told of nothing.

No entry of `notify` names it. It looks as if somebody were reached by it.

Bad:

    receivers:
      - {name: pager, pagerduty: {routing_key_file: pagerduty_key}}
      - {name: chat, slack: {channel: "#shop", api_url_file: slack_url}}
    notify: {sev1: [pager]}

Good:

    receivers:
      - {name: pager, pagerduty: {routing_key_file: pagerduty_key}}
      - {name: chat, slack: {channel: "#shop", api_url_file: slack_url}}
    notify: {sev1: [pager, chat]}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._teams import notifications
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for team in project.teams:
        told = {way.receiver for _, _, way, _ in notifications(team)}
        for receiver in team.receivers:
            if receiver.name not in told:
                yield Diagnostic(
                    "unused-receiver",
                    SEVERITY,
                    f"the receiver `{receiver.name}` of the team `{team.name}` is not used",
                    receiver.place.at("name"),
                    label="no entry of `notify` names it",
                    help="name it in `notify`, or remove it",
                )
