"""On call: a calendar for each policy, and a handbook for people.

In: the Program. Out: `<policy>.ics`, `handbook.md`. Must not: decide who is on call (`rotas` does), read the clock.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import rotas
from sre_compiler.backends.oncall.calendars import calendar
from sre_compiler.backends.oncall.handbook import handbook
from sre_compiler.output.artifact import PROJECT, Artifact
from sre_compiler.program.program import Program

SUMMARY = "calendars of who is on call, and a handbook"


def emit(program: Program) -> Iterator[Artifact]:
    """A handbook; no calendars for a project without a calendar horizon, or for a policy with more turns in it than anybody reads."""
    horizon = rotas.horizon(program.project)
    for policy in program.oncall_policies if horizon is not None else ():
        if horizon is not None and rotas.turns_to_count(policy, horizon) <= rotas.MOST:
            text = calendar(program.project.name, [policy], horizon)
            yield Artifact(f"oncall/{policy.name}.ics", text, PROJECT, policy.source)
    if program.teams:
        yield Artifact("oncall/handbook.md", handbook(program), PROJECT, "specs")
