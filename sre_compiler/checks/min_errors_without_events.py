"""`min_errors` counts events, and this indicator has none.

A freshness, a threshold or a probe with a quorum weighs minutes. There are no bad events to count, so the guard would compare
minutes with a number of errors.

Bad:

    slos:
      - name: backup-age
        objective: 99%
        sli: {freshness: {timestamp: backup_last_success_timestamp_seconds, within: 26h}}
        alerting: {min_errors: 5}

Good:

    slos:
      - name: backup-age
        objective: 99%
        sli: {freshness: {timestamp: backup_last_success_timestamp_seconds, within: 26h}}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity
from sre_compiler.program.indicators import counts_events, kind_name

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for objective in scope.objectives:
        if objective.min_errors > 1 and not counts_events(objective.indicator):
            yield Diagnostic(
                "min-errors-without-events",
                SEVERITY,
                f"a {kind_name(objective.indicator)} SLI has no events to count",
                objective.min_errors_place,
                label="it weighs minutes, not events",
                help="remove `min_errors`",
                fix=Fix("remove `min_errors`", (Edit(objective.min_errors_place, action="remove"),)),
            )
