"""A percentile serves as the indicator of an SLO.

A percentile says how slow the slowest one in a hundred was, and not how many were too slow: no error budget can be counted
with it, and a minute with three requests weighs as much as one with a million.

Bad:

    sli:
      threshold:
        value: histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))
        bad_above: 0.3

Good:

    sli:
      latency: {histogram: http_request_duration_seconds, below: 300ms}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query, Ratio, Threshold

SEVERITY = Severity.INFO
_FUNCTIONS = frozenset({"histogram_quantile", "histogram_quantiles"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for indicator in scope.indicators:
        if isinstance(indicator, Ratio):
            yield from _findings(indicator.counted, Severity.ERROR)
            yield from _findings(indicator.total, Severity.ERROR)
        elif isinstance(indicator, Threshold):
            yield from _findings(indicator.value, SEVERITY)


def _findings(query: Query, severity: Severity) -> Iterator[Diagnostic]:
    found: list[promql.Expr] = [call for call in query.calls if call.function in _FUNCTIONS]
    found += [one for one in query.selectors if any(m.name == "quantile" and m.op == "=" for m in one.matchers)]
    for node in found[:1]:
        yield Diagnostic(
            "percentile-as-sli",
            severity,
            "a percentile is no count of events",
            query.at(node.start, node.end),
            label="says how slow, and not how many",
            help="count the events above a bound: `latency: {histogram: …, below: …}`",
        )
