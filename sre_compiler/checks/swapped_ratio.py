"""The two sides of a ratio are swapped: the total is a part of what is counted.

The total must hold every event that is counted. Here the counted side has fewer conditions than the total on the same metric,
and the ratio is never below one.

Bad:

    sli:
      ratio:
        errors: http_requests_total{job="checkout"}
        total: http_requests_total{job="checkout", code=~"5.."}

Good:

    sli:
      ratio:
        errors: http_requests_total{job="checkout", code=~"5.."}
        total: http_requests_total{job="checkout"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._matchers import conditions, have_one_metric, sides
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Related, Severity
from sre_compiler.program.indicators import Ratio

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for ratio in scope.indicators:
        both = sides(ratio) if isinstance(ratio, Ratio) else None
        if isinstance(ratio, Ratio) and both is not None and have_one_metric(*both):
            counted, total = both
            if conditions(counted) < conditions(total):
                yield _finding(ratio)


def _finding(ratio: Ratio) -> Diagnostic:
    counted = "good" if ratio.counts_good else "errors"
    swap = Edit(ratio.counted.place.key(), "total", "say"), Edit(ratio.total.place.key(), counted, "say")
    return Diagnostic(
        "swapped-ratio",
        SEVERITY,
        f"`{counted}` and `total` are swapped",
        ratio.total.place,
        label=f"selects a part of `{counted}`",
        help=f"swap `{counted}` and `total`",
        related=(Related(ratio.counted.place, "selects more than the total"),),
        fix=Fix(f"swap `{counted}` and `total`", swap, safe=False, changes=True),
    )
