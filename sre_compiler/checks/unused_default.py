"""An entry of `defaults` decides nothing.

No service matches it, or a later entry says the same key for every service that does. Whoever changes it wonders why nothing happens.

Bad:

    defaults:
      - {window: 30d}
      - {where: {tier: 4}, window: 28d}    # no service is of tier 4

Good:

    defaults:
      - {window: 30d}
      - {where: {tier: 3}, window: 28d}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity
from sre_compiler.kinds import Defaults
from sre_compiler.program.program import Outline

SEVERITY = Severity.INFO

_KEYS = ("window", "burn_rate_policy", "error_budget_policy", "environments", "no_data")


def check_project(project: Outline) -> Iterator[Diagnostic]:
    entries = project.project.spec.defaults or ()
    kinds_of_services = {(service.tier, service.team) for service in project.services}
    deciding = {index for tier, team in kinds_of_services for index in _deciding(entries, tier, team)}
    for index in range(len(entries)) if kinds_of_services else ():
        if index not in deciding:
            where = project.project.place.at("spec", "defaults", index)
            yield Diagnostic(
                "unused-default",
                SEVERITY,
                "this entry of `defaults` decides nothing",
                where,
                label="matches no service, or later entries say the same keys",
                help="remove it, or move it behind the entries that it is to change",
                fix=Fix("remove it", (Edit(where, action="prune"),), safe=False),
            )


def _deciding(entries: tuple[Defaults, ...], tier: int | None, team: str) -> Iterator[int]:
    """The entries that decide a key for a service: the last one that matches and has it."""
    matching = [i for i, entry in enumerate(entries) if _matches(entry, tier, team)]
    for key in _KEYS:
        having = [index for index in matching if getattr(entries[index], key) is not None]
        yield from having[-1:]


def _matches(entry: Defaults, tier: int | None, team: str) -> bool:
    where = entry.where
    return where is None or (where.tier in (None, tier) and where.team in (None, team))
