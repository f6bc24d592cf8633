"""A page ends in chat or mail only.

Nobody wakes up from a message in a channel. A page needs a receiver that calls somebody and calls the next one when there is
no answer: PagerDuty, Opsgenie, Splunk On-Call, incident.io, Pushover, or a webhook to something like them.

Bad:

    receivers: [{name: chat, slack: {channel: "#shop", api_url_file: slack_url}}]
    notify: {sev1: [chat]}

Good:

    receivers:
      - {name: pager, pagerduty: {routing_key_file: pagerduty_key}}
      - {name: chat, slack: {channel: "#shop", api_url_file: slack_url}}
    notify: {sev1: [pager, chat]}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._teams import PAGERS, hours_missed
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.program import Setting
from sre_compiler.program.severities import Severity as Step
from sre_compiler.program.teams import Team

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for team in project.teams:
        pagers = {one.name for one in team.receivers if one.kind in PAGERS}
        for severity in project.severities:
            ways = team.notify.get(severity.name, ())
            missed = hours_missed({way.when for way in ways if way.receiver in pagers})
            if severity.response == "page" and ways and missed == "always":
                yield _finding(team, severity)


def _finding(team: Team, severity: Step) -> Diagnostic:
    kinds = {one.name: one.kind for one in team.receivers}
    told = sorted({kinds[way.receiver] for way in team.notify[severity.name]})
    return Diagnostic(
        "page-without-pager",
        SEVERITY,
        f"{severity.name} pages the team `{team.name}` by {' and '.join(told)} only",
        team.place.at("spec", "notify", severity.name),
        label="nobody is woken by this",
        help="add a receiver of kind `pagerduty`, `opsgenie` or `webhook`",
        related=(Related(severity.place.at("response"), "this severity pages"),),
    )
