"""An alert that says that all is down waits for longer than the error budget lasts.

A total outage has spent the whole budget of an SLO before anybody is paged.

Bad:

    slos:
      - {name: availability, objective: 99.99%, window: 30d, sli: http-availability}
    alerts:
      - name: QueueFull
        expr: absent(up{job="checkout"})
        severity: sev1
        for: 15m
        summary: Checkout is gone.

Good:

    slos:
      - {name: availability, objective: 99.99%, window: 30d, sli: http-availability}
    alerts:
      - name: QueueFull
        expr: absent(up{job="checkout"})
        severity: sev1
        for: 2m
        summary: Checkout is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from sre_compiler import burnrate, promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.alerts import Alert
from sre_compiler.program.objectives import Objective
from sre_compiler.units import Duration

SEVERITY = Severity.WARNING

_ABSENCE = frozenset({"absent", "absent_over_time"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for alert in scope.pages if scope.objectives else ():
        if alert.lasting is not None and _is_about_everything(alert):
            tightest = min(scope.objectives, key=_budget)
            if alert.lasting.in_seconds > _budget(tightest):
                yield _finding(alert, alert.lasting, tightest)


def _budget(one: Objective) -> Fraction:
    """Seconds of total outage."""
    return burnrate.budget_time(one.objective, one.window)


def _is_about_everything(alert: Alert) -> bool:
    tree = promql.unwrapped(alert.query.tree)
    return isinstance(tree, promql.Call) and tree.function in _ABSENCE


def _finding(alert: Alert, lasting: Duration, tightest: Objective) -> Diagnostic:
    budget = Duration.seconds(floor(_budget(tightest)))
    return Diagnostic(
        "for-outlasts-budget",
        SEVERITY,
        f"after {lasting} of a total outage the budget of `{tightest.name}` is gone",
        alert.place.at("for"),
        label=f"the budget lasts for {budget}",
        help=f"wait for a small part of {budget}",
        related=(Related(tightest.objective_place, "the objective"),),
    )
