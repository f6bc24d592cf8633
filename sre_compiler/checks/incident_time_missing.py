"""A resolved incident does not say when something happened that durations are counted from.

Times to detect, acknowledge, mitigate and recover need their two ends. An incident without them is left out of these numbers, and
a report over what happens to be written down is wrong in a direction that nobody knows.

Bad:

    times: {detected: "2026-03-14T09:20Z", resolved: "2026-03-14T11:05Z"}

Good:

    times:
      impact_start: "2026-03-14T09:12Z"
      detected: "2026-03-14T09:20Z"
      mitigated: "2026-03-14T09:58Z"
      resolved: "2026-03-14T11:05Z"
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._incidents import SHOWN, IncidentScope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.WARNING


def check_incident(scope: IncidentScope) -> Iterator[Diagnostic]:
    times = scope.incident.times
    if "resolved" not in times:
        return
    wanted = ["impact_start", "mitigated", *(["acknowledged"] if "paged" in times else [])]
    missing = [one for one in wanted if one not in times]
    if missing:
        listed = " and ".join(f"when {SHOWN[one]}" for one in missing)
        yield Diagnostic(
            "incident-time-missing",
            SEVERITY,
            f"the incident is resolved, and it does not say {listed}",
            scope.at("times").key(),
            label=f"no {', '.join(f'`{one}`' for one in missing)}",
            help="read it off the graph of the SLO, or off the messages of that time",
        )
