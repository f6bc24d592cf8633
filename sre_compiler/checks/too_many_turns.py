"""A policy has more turns within the horizon than anybody reads.

Turns of minutes cannot be handed over, and a horizon of many years cannot be planned. Nothing else is said about the schedules of
such a policy.

Bad:

    every: 1m

Good:

    every: 1w
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.program.oncall import OnCallPolicy
from sre_compiler.program.program import Setting

if TYPE_CHECKING:  # time zones are loaded when somebody is on call
    from sre_compiler.rotas import Horizon

SEVERITY = Severity.ERROR


def check_project(project: Setting) -> Iterator[Diagnostic]:
    if project.oncall_policies and project.project.spec.calendar_horizon is not None:
        from sre_compiler import rotas

        horizon = rotas.horizon(project.project)
        for policy in project.oncall_policies:
            if horizon is not None and (count := rotas.turns_to_count(policy, horizon)) > rotas.MOST:
                where, label = _most(policy, horizon, count)
                yield _finding(policy, where, label)


def _most(policy: OnCallPolicy, horizon: Horizon, count: int) -> tuple[Place, str]:
    """The layer with the most turns and how many those are; of too many schedules to count, the last."""
    from sre_compiler import rotas

    if count == sys.maxsize:
        return policy.schedules[-1].place, f"the last of {len(policy.schedules):,} schedules"
    (name, index), most = max(rotas.turns_of_layers(policy, horizon).items(), key=lambda found: found[1])
    layer = policy.schedule(name).place.at("layers", index)
    return layer.at("every"), f"about {most:,} turns" if most == count else f"about {most:,} of {count:,} turns"


def _finding(policy: OnCallPolicy, where: Place, label: str) -> Diagnostic:
    return Diagnostic(
        "too-many-turns",
        SEVERITY,
        f"`{policy.name}` has more turns within the horizon than are looked at",
        where,
        label=label,
        help="use turns of hours, days or weeks, fewer schedules, or a shorter `calendar_horizon`",
    )
