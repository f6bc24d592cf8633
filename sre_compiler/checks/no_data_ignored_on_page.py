"""An SLO pages somebody, and ignores that its data are missing.

When the service is gone for good, so are its metrics: no events, no errors, no page. An SLO that is worth a page is worth an alert
for its silence. With `group_by` groups come and go, and nothing is found; nor where an alert of the service asks for `absent`.

Bad:

    # legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}]
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability, no_data: ignore}

Good:

    # legs: [{budget: 2%, long: 1h, short: 5m, severity: sev1}]
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability, no_data: alert}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity

SEVERITY = Severity.WARNING

_ABSENCE = frozenset({"absent", "absent_over_time"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    ignoring = [one for one in scope.objectives if one.no_data.then == "ignore" and not one.group_by]
    for one in ignoring if ignoring and not _asks_for_absence(scope) else ():
        if scope.has_page(one):
            yield Diagnostic(
                "no-data-ignored-on-page",
                SEVERITY,
                "the SLO pages, and is silent when its data are missing",
                one.no_data_place,
                label="a service that is gone has no errors",
                help="write `no_data: alert`",
                fix=Fix("write `alert`", (Edit(one.no_data_place, "alert", "say"),), safe=False, changes=True),
            )


def _asks_for_absence(scope: Scope) -> bool:
    return any(call.function in _ABSENCE for query in scope.alert_queries for call in query.calls)
