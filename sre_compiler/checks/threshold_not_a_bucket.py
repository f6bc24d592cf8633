"""The latency threshold is not one of the histogram's buckets.

A classic histogram knows only how many events were at or below each bucket's bound. A threshold between two bounds has no
series: the indicator would call every request slow.

Bad:

    sli:
      latency: {histogram: http_request_duration_seconds, below: 300ms, buckets: [0.1, 0.25, 0.5, 1]}

Good:

    sli:
      latency: {histogram: http_request_duration_seconds, below: 250ms, buckets: [0.1, 0.25, 0.5, 1]}
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import ClassicLatency
from sre_compiler.units import decimal_text

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for latency in scope.indicators:
        if isinstance(latency, ClassicLatency) and latency.buckets and latency.bound not in latency.buckets:
            yield _finding(latency, latency.buckets)


def _finding(latency: ClassicLatency, buckets: tuple[Decimal, ...]) -> Diagnostic:
    nearest = sorted(buckets, key=lambda bucket: (abs(bucket - latency.bound), bucket))[:2]
    choices = " or ".join(decimal_text(bucket) for bucket in sorted(nearest))
    return Diagnostic(
        "threshold-not-a-bucket",
        SEVERITY,
        "the latency threshold is not a bucket of the histogram",
        latency.below_place,
        label=f"no bucket has the bound {decimal_text(latency.bound)}",
        help=f"the nearest buckets are {choices}: use one of them, or add the bucket to the histogram and to `buckets`",
    )
