"""Several series of one side of an operator can meet the same one on the other side, which Prometheus refuses.

Sides that are matched on some labels must have one series for each of their values. Where an aggregation keeps a further label,
the first time that it has two values the rule fails to evaluate: the alert is then silent, while the cause of it may be an
outage.

Bad:

    expr: sum by (job, pod) (rate(errors_total[5m])) / on (job) sum by (job) (rate(requests_total[5m])) > 0.1

Good:

    expr: sum by (job, pod) (rate(errors_total[5m])) / on (job) group_left () sum by (job) (rate(requests_total[5m])) > 0.1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query
from sre_compiler.promql.syntax import SET_OPERATORS

SEVERITY = Severity.WARNING
_CHOOSING = frozenset({"topk", "bottomk", "limitk", "limit_ratio"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, node in scope.operators:
        how = node.matching
        if how is not None and how.kind is not None and node.op not in SET_OPERATORS:
            for side, must_be_one in ((node.left, how.group != "group_left"), (node.right, how.group != "group_right")):
                extra = _further_labels(query, how, side) if must_be_one else frozenset()
                if extra:
                    yield _finding(query, how, side, min(extra), at_left=side is node.left)
                    break


def _further_labels(query: Query, how: promql.Matching, side: promql.Expr) -> frozenset[str]:
    """The labels by which the side is grouped and not matched; those that are copied, or fixed by its selectors, aside."""
    inner = promql.unwrapped(side)
    if not isinstance(inner, promql.Aggregation) or inner.op in _CHOOSING:
        return frozenset()
    if inner.grouping is None or inner.grouping.without:
        return frozenset()
    matched = {label.name for label in how.labels}
    kept = query.flow[id(inner)].possible or frozenset()
    further = kept - matched if how.kind == "on" else kept & matched
    return further - _fixed(inner) - {label.name for label in how.include}


def _fixed(expr: promql.Expr) -> frozenset[str]:
    stated = [{one.name for one in found.matchers if one.op == "="} for found in promql.selectors(expr)]
    return frozenset(set.intersection(*stated)) if stated else frozenset()


def _finding(query: Query, how: promql.Matching, side: promql.Expr, label: str, *, at_left: bool) -> Diagnostic:
    other = "group_left" if at_left else "group_right"
    advice = f"match on `{label}` too, or aggregate it away"
    return Diagnostic(
        "ambiguous-vector-matching",
        SEVERITY,
        f"several series of the {'left' if at_left else 'right'} side can meet one of the other",
        query.at(side.start, side.end),
        label=f"has the label `{label}`, on which the sides are not matched",
        help=advice + (f"; if many to one is meant, write `{other} ()`" if how.group is None else ""),
    )
