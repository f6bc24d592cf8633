"""Two SLOs of a service measure the same over the same window.

They have two budgets for one thing, and whoever is called gets two alerts for one outage. One objective with fast and slow legs does
what a strict and a loose one are meant for.

Bad:

    slos:
      - {name: availability, objective: 99.9%, sli: http-availability}
      - {name: errors, objective: 99.5%, sli: http-availability}

Good:

    slos:
      - {name: availability, objective: 99.9%, sli: http-availability}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Place, Related, Severity
from sre_compiler.program.indicators import Query
from sre_compiler.program.objectives import Objective

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    alike: dict[object, list[Objective]] = {}
    for one, *_ in scope.by_slo:
        key = one.indicator.__class__, one.group_by, one.window.milliseconds
        alike.setdefault(key, []).append(one)
    for those in alike.values():
        yield from _duplicates(those) if len(those) > 1 else ()


def _duplicates(those: list[Objective]) -> Iterator[Diagnostic]:
    first: dict[object, Objective] = {}
    for one in those:
        same = first.setdefault(_measured(one), one)
        if same is not one:
            yield _finding(one, same)


def _measured(one: Objective) -> object:
    """What the indicator is, wherever it is written."""
    parts = (getattr(one.indicator, field) for field in one.indicator.__struct_fields__)
    return tuple((part.text if isinstance(part, Query) else part) for part in parts if not isinstance(part, Place))


def _finding(one: Objective, same: Objective) -> Diagnostic:
    return Diagnostic(
        "duplicate-slo",
        SEVERITY,
        f"the SLOs `{same.name}` and `{one.name}` measure the same",
        one.place.at("name"),
        label=f"has the same indicator over {one.window}",
        help="keep one of them, or say what is different in the indicator, `group_by` or `window`",
        related=(Related(same.place.at("name"), "measures it already"),),
    )
