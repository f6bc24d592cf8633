"""One instance that is down pages somebody.

A service of several instances is there to lose one. Whoever is woken finds that its neighbours took over. An alert about an instance
that is named in a matcher is not found.

Bad:

    alerts:
      - name: QueueFull
        expr: up{job="checkout"} == 0
        severity: sev1
        for: 5m
        summary: {{ $labels.instance }} is down.

Good:

    alerts:
      - name: QueueFull
        expr: sum(up{job="checkout"}) / count(up{job="checkout"}) < 0.5
        severity: sev1
        for: 5m
        summary: Half of the instances are down.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._comparisons import comparisons
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.INFO

_NAMING = frozenset({"instance", "pod", "target", "host", "hostname", "nodename"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for alert in scope.pages:
        for one in comparisons(alert.query.tree):
            if (one.op, one.number) in {("==", 0), ("!=", 1), ("<", 1)} and _is_any_instance(one.value):
                yield Diagnostic(
                    "page-on-one-instance",
                    SEVERITY,
                    f"`{alert.name}` pages somebody for a single instance",
                    alert.query.at(one.value.start, one.value.end),
                    label="is compared for each instance by itself",
                    help="compare the share that is up, as in `sum(up) / count(up) < 0.5`, or use a severity that can wait",
                )


def _is_any_instance(value: promql.Expr) -> bool:
    selector = promql.bare_selector(value)
    if selector is None or selector.metric != "up":
        return False
    return not any(one.name in _NAMING and one.op == "=" for one in selector.matchers)
