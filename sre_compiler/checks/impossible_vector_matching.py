"""Two sides of an operator are matched by a label that one of them cannot have.

Series meet where all labels of the matching are equal. A side whose aggregation took such a label away meets nothing, and the
expression returns nothing: an alert on it is silent for good.

Bad:

    expr: sum by (job) (errors_total) / sum by (pod) (requests_total) > 0.1

Good:

    expr: sum by (job) (errors_total) / sum by (job) (requests_total) > 0.1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query
from sre_compiler.promql.labels import Labels, Reason

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query in scope.queries:
        operators = [node for node in query.operators if _is_matched(node)]
        flow = query.flow if operators else {}
        for node in operators:
            yield from _findings(query, node, flow[id(node.left)], flow[id(node.right)])


def _is_matched(node: promql.Binary) -> bool:
    """Whether nothing comes out where nothing meets; so it is not with `or`, `unless` and `fill`."""
    how = node.matching or promql.Matching()
    is_filled = how.fill_left is not None or how.fill_right is not None
    return node.op not in {"or", "unless"} and not is_filled and node.left.type == node.right.type == "vector"


def _findings(query: Query, node: promql.Binary, left: Labels, right: Labels) -> Iterator[Diagnostic]:
    """The first label that keeps the sides apart; certain where every series of the one side has it."""
    how = node.matching or promql.Matching()
    for label in sorted(_matched_by(how, left) | _matched_by(how, right)):
        for one, other in ((left, right), (right, left)):
            reason = other.absence(label)
            if (
                reason is not None
                and label in one.guaranteed | (one.possible or frozenset())
                and not one.absence(label)
            ):
                severity = SEVERITY if label in one.guaranteed else Severity.WARNING
                yield _finding(severity, query, node, label, reason)
                return


def _matched_by(how: promql.Matching, side: Labels) -> frozenset[str]:
    """The labels of a side that must be equal on the other, as far as they are known."""
    names = frozenset(label.name for label in how.labels)
    stated = side.guaranteed | (side.possible or frozenset())
    return stated & names if how.kind == "on" else stated - names


def _finding(severity: Severity, query: Query, node: promql.Binary, label: str, reason: Reason) -> Diagnostic:
    return Diagnostic(
        "impossible-vector-matching",
        severity,
        f"the two sides of `{node.op}` never meet",
        query.at(node.op_start, node.op_start + len(node.op)),
        label=f"one side has the label `{label}`, and the other cannot",
        help=f"keep `{label}` on both sides, or match without it: `on (…)` or `ignoring ({label})`",
        related=(Related(query.at(reason.start, reason.end), reason.words),),
    )
