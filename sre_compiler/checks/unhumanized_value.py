"""A text prints a ratio or a rate as it is.

`{{ $value }}` of a ratio reads 0.05263157894736842. Prometheus has functions that print what people read: 5.263%.

Bad:

    alerts:
      - name: QueueFull
        expr: sum(errors) / sum(requests) > 0.05
        severity: sev3
        summary: '{{ $value }} of the requests fail.'

Good:

    alerts:
      - name: QueueFull
        expr: sum(errors) / sum(requests) > 0.05
        severity: sev3
        summary: '{{ $value | humanizePercentage }} of the requests fail.'
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._alert_texts import templates
from sre_compiler.checks._comparisons import comparisons
from sre_compiler.checks._go_template import Part, Template
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Severity
from sre_compiler.program.alerts import Alert

SEVERITY = Severity.INFO

_UNIT = re.compile(r"\s*-?\}\}\s?(?:%|percent|[a-zA-Z]{1,2}\b|[a-zA-Z]+/)")
_RATES = frozenset({"rate", "irate", "deriv", "increase", "avg_over_time", "histogram_quantile"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for alert in scope.alerts:
        for template, place in templates(alert):
            advice = _advice(alert) if template.values else None
            for shown in template.values if advice is not None else ():
                yield Diagnostic(
                    "unhumanized-value",
                    SEVERITY,
                    "the text prints all digits of a fraction",
                    place.within(shown.start, shown.end),
                    label="has up to 17 digits",
                    help=f"write `$value | {advice}`",
                    fix=_fix(template, shown, place, f"$value | {advice}"),
                )


def _fix(template: Template, shown: Part, place: Place, better: str) -> Fix | None:
    """None where a unit follows: `humanize` writes prefixes of its own, and `humanizePercentage` the sign."""
    if _UNIT.match(template.text, shown.end):
        return None
    edit = Edit(place.within(shown.start, shown.end), better, "say")
    return Fix(f"write `{better}`", (edit,), safe=False, changes=True)


def _advice(alert: Alert) -> str | None:
    """The function that prints the value, where it is a fraction by its expression: of one, or of anything."""
    found = list(comparisons(alert.query.tree))
    if len(found) != 1:
        return None
    value = found[0].value
    while isinstance(value, promql.Aggregation) and value.op in {"sum", "max", "min", "avg"}:
        value = promql.unwrapped(value.expr)
    if isinstance(value, promql.Binary) and value.op == "/":
        of_one = found[0].number is not None and 0 < found[0].number < 1
        return "humanizePercentage" if of_one else "humanize"
    is_rate = isinstance(value, promql.Call) and value.function in _RATES
    return "humanize" if is_rate else None
