"""A policy has more turns within the horizon than anybody reads.

Turns of minutes cannot be handed over, and a horizon of many years cannot be planned. Nothing else is said about the schedules of
such a policy.

Bad:

    every: 1m

Good:

    every: 1w
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rotas import MOST, own_layers
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.oncall import OnCallPolicy
from sre_compiler.program.program import Setting

SEVERITY = Severity.ERROR


def check_project(project: Setting) -> Iterator[Diagnostic]:
    if project.oncall_policies and project.project.spec.calendar_horizon is not None:
        from sre_compiler import rotas

        horizon = rotas.horizon(project.project)
        for policy in project.oncall_policies:
            if horizon is not None and rotas.turns_to_count(policy, horizon) > MOST:
                yield _finding(policy)


def _finding(policy: OnCallPolicy) -> Diagnostic:
    _, shortest, place = min(own_layers(policy), key=lambda found: found[1].every)
    return Diagnostic(
        "too-many-turns",
        SEVERITY,
        f"`{policy.name}` has more turns within the horizon than are looked at",
        place.at("every"),
        label=f"turns of {shortest.every}",
        help="use turns of hours, days or weeks, or a shorter `calendar_horizon`",
    )
