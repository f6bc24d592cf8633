"""An environment in which nobody is paged has a stricter objective than one in which somebody is.

Where the alerts of an SLO page, users are. A stricter objective elsewhere is usually a slip of a digit, or the two stand at each
other's place.

Bad:

    # environments: {prod: {}, staging: {severities: {sev1: sev4, sev2: sev4}}}
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability, in: {staging: {objective: 99.99%}}}

Good:

    # environments: {prod: {}, staging: {severities: {sev1: sev4, sev2: sev4}}}
    slos:
      - {name: availability, objective: 99.9%, sli: http-availability, in: {staging: {objective: 99%}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.objectives import Objective
from sre_compiler.units import Percent

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for objectives in scope.by_slo:
        if len({one.objective for one in objectives}) > 1:
            paging = [one for one in objectives if scope.has_page(one)]
            strictest = max(paging, key=lambda one: one.objective, default=None)
            for one in objectives:
                if strictest is not None and one.objective > strictest.objective:
                    yield _finding(one, strictest)


def _finding(one: Objective, strictest: Objective) -> Diagnostic:
    return Diagnostic(
        "override-stricter-than-production",
        SEVERITY,
        f"{Percent(one.objective)} is stricter than where the SLO pages",
        one.objective_place,
        label="nobody is paged for it here",
        help=f"use at most {Percent(strictest.objective)}, or swap the two",
        related=(Related(strictest.objective_place, "the objective where it pages"),),
    )
