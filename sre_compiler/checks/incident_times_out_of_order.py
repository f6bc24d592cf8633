"""One thing in an incident happened before another that must have come first.

Every duration of the report is the difference of two times. A slip in one of them, often the day after midnight or local time
with a `Z`, makes it negative or a day too long. A problem may be detected before users feel it, and found out about after it is
over; but an answer comes after the page, and the end after the beginning.

Bad:

    times: {detected: "2026-03-14T23:50Z", paged: "2026-03-14T23:52Z", acknowledged: "2026-03-14T00:01Z"}

Good:

    times: {detected: "2026-03-14T23:50Z", paged: "2026-03-14T23:52Z", acknowledged: "2026-03-15T00:01Z"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._incidents import SHOWN, IncidentScope, day
from sre_compiler.diagnostics import Diagnostic, Related, Severity

SEVERITY = Severity.ERROR
ORDER = (
    ("detected", "paged"),
    ("paged", "acknowledged"),
    ("detected", "acknowledged"),
    ("impact_start", "mitigated"),
    ("mitigated", "resolved"),
    ("impact_start", "resolved"),
)
"""Which comes first; a pair whose ends are compared with a third time already is for where that one is not known."""


def check_incident(scope: IncidentScope) -> Iterator[Diagnostic]:
    known = scope.instants
    wrong: set[str] = set()
    for first, then in ORDER:
        if first in known and then in known and known[then] < known[first] and not {first, then} & wrong:
            wrong |= {first, then}
            yield _finding(scope, first, then)
    held = scope.incident.held
    if held and held < day(known["detected"]):
        yield _review(scope, held)


def _finding(scope: IncidentScope, first: str, then: str) -> Diagnostic:
    return Diagnostic(
        "incident-times-out-of-order",
        SEVERITY,
        f"`{then}` is before `{first}`",
        scope.at("times", then),
        label=f"{SHOWN[then]} before {SHOWN[first]}",
        help="correct one of the two; a time without a `Z` is local time of `timezone`",
        related=(Related(scope.at("times", first), "this comes first"),),
    )


def _review(scope: IncidentScope, held: str) -> Diagnostic:
    return Diagnostic(
        "incident-times-out-of-order",
        SEVERITY,
        f"the review was held on {held}, before the incident",
        scope.at("review", "held"),
        label="the incident was not yet detected",
        help="correct the date",
        related=(Related(scope.at("times", "detected"), "this comes first"),),
    )
