"""Missing data cannot count as bad where it has no weight.

`no_data: bad` says that a minute without data is a bad minute. That needs an indicator in which every minute weighs the same
and that has no groups: freshness, threshold, or a probe with a quorum. A ratio or a latency counts events; where there are
none there is nothing to count as bad, and nobody knows the groups that are missing.

Bad:

    slos:
      - {name: availability, objective: 99.9%, sli: http-availability, no_data: bad}

Good:

    slos:
      - {name: availability, objective: 99.9%, sli: http-availability, no_data: alert}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Weighted, kind_name
from sre_compiler.program.objectives import Objective

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for objective in scope.objectives:
        weighs = isinstance(objective.indicator, Weighted) and not objective.group_by
        if objective.no_data.then == "bad" and not weighs:
            yield _finding(objective)


def _finding(objective: Objective) -> Diagnostic:
    reason = "groups that are missing are unknown" if objective.group_by else "a missing event has no weight"
    return Diagnostic(
        "weightless-no-data",
        SEVERITY,
        f"missing data cannot count as bad in a {kind_name(objective.indicator)} SLI",
        objective.no_data_place,
        label=reason,
        help="use `alert`, which tells somebody, or `ignore`",
    )
