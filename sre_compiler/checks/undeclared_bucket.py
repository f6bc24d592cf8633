"""A bucket is selected that the histogram does not have, by the `buckets` that an SLI of the service declares.

A matcher of `le` selects a bucket by its bound. Of a bound that the histogram does not have there is no series, and whatever
is counted with it is nothing.

Bad:

    slos:
      - name: latency
        objective: 99%
        sli: {latency: {histogram: http_request_duration_seconds, below: 300ms, buckets: [0.1, 0.3, 1]}}
    alerts:
      - name: FastRequestsMissing
        expr: rate(http_request_duration_seconds_bucket{le="0.25"}[5m]) < 1

Good:

    slos:
      - name: latency
        objective: 99%
        sli: {latency: {histogram: http_request_duration_seconds, below: 300ms, buckets: [0.1, 0.3, 1]}}
    alerts:
      - name: FastRequestsMissing
        expr: rate(http_request_duration_seconds_bucket{le="0.3"}[5m]) < 1
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from sre_compiler import promql
from sre_compiler.checks._histograms import family, is_buckets
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import ClassicLatency, Query
from sre_compiler.units import decimal_text

SEVERITY = Severity.ERROR
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def check(scope: Scope) -> Iterator[Diagnostic]:
    declared = _declared(scope)
    for query, selector in scope.selectors if declared else ():
        latency = declared.get(family(selector.metric or "")) if is_buckets(selector) else None
        for matcher in selector.matchers if latency is not None else ():
            if latency is not None and matcher.name == "le" and matcher.op == "=" and _is_missing(matcher, latency):
                yield _finding(query, matcher, latency)


def _declared(scope: Scope) -> dict[str | None, ClassicLatency]:
    """The indicators with buckets, by the name of their histogram."""
    found = (one for one in scope.indicators if isinstance(one, ClassicLatency) and one.buckets)
    return {one.histogram.selectors[0].metric: one for one in found}


def _is_missing(matcher: promql.Matcher, latency: ClassicLatency) -> bool:
    return _NUMBER.fullmatch(matcher.value) is not None and Decimal(matcher.value) not in latency.buckets


def _finding(query: Query, matcher: promql.Matcher, latency: ClassicLatency) -> Diagnostic:
    return Diagnostic(
        "undeclared-bucket",
        SEVERITY,
        f"the histogram has no bucket of {matcher.value}",
        query.at(matcher.start, matcher.end),
        label="selects nothing",
        help=f"its buckets are {', '.join(decimal_text(one) for one in latency.buckets)}",
        related=(Related(latency.below_place.parent.at("buckets"), "declared here"),),
    )
