"""An incident meets none of the criteria that make it one of its severity.

The scale says what each severity means. An incident that does not say which of it was so has a severity that somebody felt, and
severities that are felt cannot be counted.

Bad:

    # severities: [{name: sev1, criteria: [nobody can pay, customer data is exposed], …}, …]
    severity: sev1

Good:

    severity: sev1
    criteria: [nobody can pay]
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from sre_compiler.checks._incidents import IncidentScope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Related, Severity

SEVERITY = Severity.INFO


def check_incident(scope: IncidentScope) -> Iterator[Diagnostic]:
    own, stated = scope.severity.criteria, scope.incident.criteria
    if own and not any(one in own for one in stated) and not _is_of_worse(scope):
        yield _finding(scope)


def _is_of_worse(scope: IncidentScope) -> bool:
    """Whether another finding says that the severity is too low."""
    worse = [one for one in scope.setting.severities if one.rank < scope.severity.rank]
    return any(criterion in one.criteria for one in worse for criterion in scope.incident.criteria)


def _finding(scope: IncidentScope) -> Diagnostic:
    own, stated = scope.severity.criteria, scope.incident.criteria
    close = [(i, match) for i, one in enumerate(stated) for match in get_close_matches(one, own, n=1, cutoff=0.6)]
    fix = [
        Fix(f"write `{text}`", (Edit(scope.at("criteria", i), text, "say"),), safe=False, changes=True)
        for i, text in close[:1]
    ]
    return Diagnostic(
        "severity-without-criterion",
        SEVERITY,
        f"the incident meets no criterion of {scope.incident.severity}",
        scope.at("criteria").key() if stated else scope.at("severity"),
        label="in other words than the scale" if stated else "nothing says why",
        help=f"say which held, as in `criteria: [{own[0]}]`, or choose another severity",
        related=(Related(scope.severity.place.at("criteria"), f"what makes it {scope.incident.severity}"),),
        fix=fix[0] if fix else None,
    )
