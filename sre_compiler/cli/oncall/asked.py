"""The specs and the on-call policies that a command is about."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from sre_compiler.cli import screen
from sre_compiler.cli.exits import CannotWorkError

if TYPE_CHECKING:  # what prints help reads no specs
    from sre_compiler.program import Program
    from sre_compiler.program.oncall import OnCallPolicy
    from sre_compiler.rotas import Horizon

policy_option = click.option(
    "--policy", "names", multiple=True, metavar="NAME", help="This on-call policy only; as often as wanted."
)
format_option = click.option(
    "--format",
    "style",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="How the answer is printed.",
)


def program_of(specs: str) -> Program | None:
    """What the specs declare; None where an error stands in its way, which is told."""
    from sre_compiler import pipeline
    from sre_compiler.triage.expiry import expire
    from sre_compiler.triage.judged import Judged

    compiled = pipeline.compile_specs(specs)
    if compiled.program is None:
        screen.print_findings(expire(Judged(compiled.diagnostics), "").reported, "full")
    return compiled.program


def policies_of(program: Program, names: Sequence[str]) -> tuple[OnCallPolicy, ...]:
    """The policies of these names, or all. Raises CannotWorkError where there are none."""
    known = {policy.name: policy for policy in program.oncall_policies}
    if not known:
        raise CannotWorkError("the specs have no `kind: OnCallPolicy`; add one to say who is called")
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
            raise CannotWorkError(f"no on-call policy is called {name}: {hint}")
    return tuple(known[name] for name in dict.fromkeys(names)) or tuple(known.values())


def horizon_of(program: Program, policies: Sequence[OnCallPolicy]) -> Horizon:
    """The days to look at. Raises CannotWorkError where there are none, or more turns in them than are looked at."""
    from sre_compiler import rotas

    horizon = rotas.horizon(program.project)
    if horizon is None:
        raise CannotWorkError('the project has no `calendar_horizon`; add one, as `{from: "2026-01-01", weeks: 78}`')
    for policy in policies:
        if rotas.turns_to_count(policy, horizon) > rotas.MOST:
            raise CannotWorkError(
                f"{policy.name} has more turns within the horizon than are looked at; make it shorter"
            )
    return horizon
