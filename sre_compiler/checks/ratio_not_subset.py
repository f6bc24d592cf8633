"""A ratio counts events that are not in its total.

The total must hold every event that is counted. Where it has a condition that the counted side has not, or another value for
the same label, errors are counted that the total leaves out: the ratio can exceed one, and two services are mixed.

Bad:

    sli:
      ratio:
        errors: http_requests_total{job="stock", code=~"5.."}
        total: http_requests_total{job="checkout"}

Good:

    sli:
      ratio:
        errors: http_requests_total{job="checkout", code=~"5.."}
        total: http_requests_total{job="checkout"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._matchers import EXACT, conditions, have_one_metric, sides
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Ratio

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for ratio in scope.indicators:
        both = sides(ratio) if isinstance(ratio, Ratio) else None
        if isinstance(ratio, Ratio) and both is not None and have_one_metric(*both):
            counted, total = both
            if not conditions(counted) < conditions(total):
                yield from _findings(ratio, counted, total)


def _findings(ratio: Ratio, counted: promql.Selector, total: promql.Selector) -> Iterator[Diagnostic]:
    """A condition of the total on a label of which the counted side says nothing, or says another value."""
    values = {one.name: one for one in counted.matchers}
    for matcher in total.matchers:
        one = values.get(matcher.name)
        other_value = one is not None and one.op == matcher.op == EXACT and one.value != matcher.value
        if one is None or other_value:
            yield _finding(ratio, matcher, one)


def _finding(ratio: Ratio, matcher: promql.Matcher, one: promql.Matcher | None) -> Diagnostic:
    counted = "good" if ratio.counts_good else "errors"
    where = ratio.counted.place if one is None else ratio.counted.at(one.start, one.end)
    return Diagnostic(
        "ratio-not-subset",
        SEVERITY,
        f"`{counted}` counts events that are not in `total`",
        where,
        label=f"has no condition on `{matcher.name}`" if one is None else f"another `{matcher.name}`",
        help=f"use the same condition on `{matcher.name}` on both sides",
        related=(Related(ratio.total.at(matcher.start, matcher.end), "the total has this condition"),),
    )
