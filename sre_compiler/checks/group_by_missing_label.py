"""An SLO is grouped by a label that its indicator cannot return.

Every group of the SLO is one value of the label. Where the PromQL of the indicator removed it there is one group, called by
nothing, in place of one for each value.

Bad:

    group_by: [provider]
    sli:
      ratio:
        errors: sum by (region) (rate(psp_calls_total{result!="ok"}[$window]))
        total: sum by (region) (rate(psp_calls_total[$window]))

Good:

    group_by: [provider]
    sli:
      ratio:
        errors: sum by (provider) (rate(psp_calls_total{result!="ok"}[$window]))
        total: sum by (provider) (rate(psp_calls_total[$window]))
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query, queries
from sre_compiler.program.objectives import Objective
from sre_compiler.promql.labels import Reason

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for objective, *_ in scope.by_slo:
        for index, label in enumerate(objective.group_by):
            for query in queries(objective.indicator):
                reason = query.labels.absence(label)
                if reason is not None:
                    yield _finding(objective, index, query, reason)
                    break


def _finding(objective: Objective, index: int, query: Query, reason: Reason) -> Diagnostic:
    label = objective.group_by[index]
    return Diagnostic(
        "group-by-missing-label",
        SEVERITY,
        f"the indicator cannot return the label `{label}`",
        objective.place.at("group_by", index),
        label="is always empty: there is one group",
        help=f"keep `{label}` in the PromQL of the indicator, on both sides",
        related=(Related(query.at(reason.start, reason.end), reason.words),),
    )
