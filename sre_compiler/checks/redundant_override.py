"""An SLO is changed for an environment to what it is anyway.

The next change of the objective would miss this environment without anybody meaning it.

Bad:

    slos:
      - {name: availability, objective: 99.9%, sli: http-availability, in: {staging: {objective: 99.9%}}}

Good:

    slos:
      - {name: availability, objective: 99.9%, sli: http-availability}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Related, Severity
from sre_compiler.program.objectives import Objective
from sre_compiler.units import Percent

SEVERITY = Severity.INFO


def check(scope: Scope) -> Iterator[Diagnostic]:
    for objectives in scope.by_slo:
        stated = next((one for one in objectives if not _is_override(one)), None)
        for one in objectives:
            if stated is not None and _is_override(one) and one.objective == stated.objective:
                yield _finding(one, stated)


def _is_override(one: Objective) -> bool:
    return one.objective_place.path != (*one.place.path, "objective")


def _finding(one: Objective, stated: Objective) -> Diagnostic:
    return Diagnostic(
        "redundant-override",
        SEVERITY,
        f"{Percent(one.objective)} is the objective without this, too",
        one.objective_place,
        label="changes nothing",
        help="remove the environment from `in`",
        related=(Related(stated.objective_place, "the same objective"),),
        fix=Fix("remove it from `in`", (Edit(one.objective_place, action="prune"),)),
    )
