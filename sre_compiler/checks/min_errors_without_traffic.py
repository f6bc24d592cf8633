"""`min_errors` is asked for, and nothing says how many events there are.

Each error that an alert waits for costs time. With the `traffic` of the service, `sre-compile explain` says how much, and whether
there are so many events at all.

Bad:

    slos:
      - {name: availability, objective: 99%, sli: http-availability, alerting: {min_errors: 20}}

Good:

    traffic: 10/m
    slos:
      - {name: availability, objective: 99%, sli: http-availability, alerting: {min_errors: 20}}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import counts_requests

SEVERITY = Severity.INFO


def check(scope: Scope) -> Iterator[Diagnostic]:
    for objective in scope.objectives if scope.service.traffic is None else ():
        if objective.min_errors > 1 and counts_requests(objective.indicator):
            yield Diagnostic(
                "min-errors-without-traffic",
                SEVERITY,
                f"nobody knows how long {objective.min_errors} errors take",
                objective.min_errors_place,
                label="the service has no `traffic`",
                help="say what is normal with `traffic`, such as `traffic: 40/s`",
            )
