"""An incident meets a criterion of a worse severity than it has, or an alert of a worse one fired.

The severity decides who is called, how often customers hear news, and when the review is due. When it is not clear, the worse one
is taken; it can be lowered afterwards, and a comment that allows this says why.

Bad:

    # severities: [{name: sev1, criteria: [customer data is exposed], …}, …]
    severity: sev2
    criteria: [customer data is exposed]

Good:

    severity: sev1
    criteria: [customer data is exposed]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._incidents import IncidentScope
from sre_compiler.diagnostics import Diagnostic, Path, Place, Related, Severity
from sre_compiler.program import severities

SEVERITY = Severity.WARNING


def check_incident(scope: IncidentScope) -> Iterator[Diagnostic]:
    worse = min(_evidence(scope), key=lambda one: one[0].rank, default=None)
    if worse is not None and worse[0].rank < scope.severity.rank:
        yield _finding(scope, *worse)


def _evidence(scope: IncidentScope) -> Iterator[tuple[severities.Severity, str, Path, Place]]:
    """A severity, what speaks for it, the steps to that, and where the scale says so."""
    for index, criterion in enumerate(scope.incident.criteria):
        for one in scope.setting.severities:
            if criterion in one.criteria:
                where = one.place.at("criteria", one.criteria.index(criterion))
                yield one, "this makes it", ("criteria", index), where
    for index, alert in enumerate(scope.incident.alerts):
        if alert.severity:
            one = scope.scale[alert.severity]
            yield one, f"{alert.name} fired as", ("alerts", index), one.place.at("name")


def _finding(scope: IncidentScope, worse: severities.Severity, why: str, steps: Path, there: Place) -> Diagnostic:
    return Diagnostic(
        "severity-below-criteria",
        SEVERITY,
        f"the incident is {scope.incident.severity}, and it was as bad as {worse.name}",
        scope.at("severity"),
        label=f"not {worse.name}",
        help=f"write `severity: {worse.name}`, or take out what was not so",
        related=(Related(scope.at(*steps), f"{why} {worse.name}"), Related(there, "the scale says so")),
    )
