"""Missing data alert later than the fastest leg looks back.

A total outage pages within minutes; one that takes the metrics along is noticed only after hours.

Bad:

    # legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}]
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability, no_data: {after: 6h, severity: sev3}}

Good:

    # legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}]
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability, no_data: {after: 10m, severity: sev3}}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for one in scope.objectives:
        alerts = one.no_data.alert_severity is not None
        fastest = one.alerting_legs[0] if alerts and one.alerting_legs else None
        if fastest is not None and one.no_data.after > fastest.leg.long:
            yield Diagnostic(
                "no-data-too-late",
                SEVERITY,
                f"missing data alert only after {one.no_data.after}",
                one.no_data_place,
                label=f"an outage with data alerts within {fastest.name}",
                help=f"write an `after` of at most {fastest.name}",
                related=(Related(fastest.place, "the fastest leg"),),
            )
