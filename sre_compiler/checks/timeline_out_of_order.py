"""An entry of a timeline is earlier than the one above it.

Either its time is wrong, often the day after midnight or a local time with a `Z`, or it stands in the wrong place. The page of the
incident is in the order of the times, so that a wrong one tells another story there.

Bad:

    timeline:
      - {at: "2026-03-14T23:58Z", event: The pager calls.}
      - {at: "2026-03-14T00:04Z", event: The change is rolled back.}

Good:

    timeline:
      - {at: "2026-03-14T23:58Z", event: The pager calls.}
      - {at: "2026-03-15T00:04Z", event: The change is rolled back.}
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sre_compiler.checks._incidents import IncidentScope
from sre_compiler.diagnostics import Diagnostic, Related, Severity

SEVERITY = Severity.INFO


def check_incident(scope: IncidentScope) -> Iterator[Diagnostic]:
    from sre_compiler import rotas

    at = [rotas.instant(one.at, scope.incident.timezone) for one in scope.incident.timeline]
    for index, (before, then) in enumerate(pairwise(at), start=1):
        if then < before:
            yield Diagnostic(
                "timeline-out-of-order",
                SEVERITY,
                "this was earlier than the entry above it",
                scope.at("timeline", index, "at"),
                label="earlier than the one above",
                help="correct the time, or move the entry",
                related=(Related(scope.at("timeline", index - 1, "at"), "the entry above"),),
            )
