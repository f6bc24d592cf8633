"""`group_left` or `group_right` copies a label that the other side does not have.

The labels in its parentheses are taken from the side with one series. A label that was aggregated away there is copied as
nothing, and removes the label of this name on the other side.

Bad:

    expr: up * on (job) group_left (version) sum by (job) (build_info) == 0

Good:

    expr: up * on (job) group_left (version) sum by (job, version) (build_info) == 0
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query
from sre_compiler.promql.labels import Reason

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.operators:
        how = node.matching
        if how is not None and how.include:
            one = query.flow[id(node.right if how.group == "group_left" else node.left)]
            for label in how.include:
                reason = one.absence(label.name)
                if reason is not None:
                    yield _finding(query, how, label, reason)


def _finding(query: Query, how: promql.Matching, label: promql.Label, reason: Reason) -> Diagnostic:
    return Diagnostic(
        "included-label-missing",
        SEVERITY,
        f"`{how.group}` copies the label `{label.name}`, which the other side does not have",
        query.at(label.start, label.end),
        label="is copied as nothing",
        help=f"keep `{label.name}` on the side that it is copied from",
        related=(Related(query.at(reason.start, reason.end), reason.words),),
    )
