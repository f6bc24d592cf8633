"""The bound of a threshold SLI lies beyond every value that its expression can have.

The SLI would be good for ever, or bad for ever: no outage changes it.

Bad:

    sli:
      threshold: {value: 'avg(up{job="checkout"})', bad_below: 0}

Good:

    sli:
      threshold: {value: 'avg(up{job="checkout"})', bad_below: 0.9}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Threshold
from sre_compiler.promql.bounds import Bounds, always, never
from sre_compiler.units import decimal_text

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for indicator in scope.indicators:
        if isinstance(indicator, Threshold):
            values = indicator.value.values[id(indicator.value.tree)]
            bound, op = Bounds(float(indicator.bound), float(indicator.bound)), ">" if indicator.above else "<"
            if never(values, op, bound):
                yield _finding(indicator, "never")
            elif always(values, op, bound):
                yield _finding(indicator, "always")


def _finding(indicator: Threshold, when: str) -> Diagnostic:
    key = "bad_above" if indicator.above else "bad_below"
    return Diagnostic(
        "threshold-out-of-range",
        SEVERITY,
        f"the indicator is {when} bad",
        indicator.value.place,
        label=f"is {when} {'above' if indicator.above else 'below'} {decimal_text(indicator.bound)}",
        help=f"choose a `{key}` between the lowest and the highest value of the expression",
    )
