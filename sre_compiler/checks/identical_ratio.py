"""Both sides of a ratio are the same, so that it is always one.

With `errors` the service has failed with every event; with `good` it has never failed. Neither says anything about it.

Bad:

    sli:
      ratio:
        errors: http_requests_total{job="checkout"}
        total: http_requests_total{job="checkout"}

Good:

    sli:
      ratio:
        errors: http_requests_total{job="checkout", code=~"5.."}
        total: http_requests_total{job="checkout"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Ratio

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for ratio in scope.indicators:
        if isinstance(ratio, Ratio) and ratio.counted.tree == ratio.total.tree:
            yield _finding(ratio)


def _finding(ratio: Ratio) -> Diagnostic:
    counted = "good" if ratio.counts_good else "errors"
    return Diagnostic(
        "identical-ratio",
        SEVERITY,
        f"`{counted}` and `total` are the same",
        ratio.counted.place,
        label="is always all of the total",
        help=f"add the condition that makes an event count as {'good' if ratio.counts_good else 'bad'}",
        related=(Related(ratio.total.place, "the total"),),
    )
