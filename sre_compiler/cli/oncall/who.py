"""`sre-compile oncall who`: who is on call now or at an instant, and whom the escalation reaches when."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from sre_compiler.cli.exits import FINE, WRONG, CannotWorkError
from sre_compiler.cli.oncall.asked import format_option, policies_of, policy_option, program_of
from sre_compiler.cli.options import specs_argument

if TYPE_CHECKING:
    from sre_compiler.program.oncall import OnCallPolicy


@click.command(name="who", short_help="who is on call now or at an instant, and whom the escalation reaches when")
@specs_argument
@click.option(
    "--at",
    metavar="INSTANT",
    help="Then instead of now: 2026-12-24T18:00 by the clock of the policy, or with Z or +01:00 at its end.",
)
@policy_option
@format_option
def command(*, specs: str, at: str | None, names: tuple[str, ...], style: str) -> int:
    """Who is on call in each schedule, in their own local time, and whom an alert of that instant reaches when nobody answers.

    Example: sre-compile oncall who --policy shop --at 2026-12-24T18:00
    """
    program = program_of(specs)
    if program is None:
        return WRONG
    from sre_compiler.cli.oncall.answers import as_data, as_lines
    from sre_compiler.output.encode import json_text

    policies = policies_of(program, names)
    instant = int(time.time()) if at is None else _instant(at, policies)
    if style == "json":
        click.echo(json_text(as_data(program, policies, instant)), nl=False)
    else:
        click.echo("\n".join(as_lines(program, policies, instant)))
    return FINE


def _instant(written: str, policies: Collection[OnCallPolicy]) -> int:
    """Seconds since 1970. Raises click.BadParameter for no time, CannotWorkError where it could be by several clocks."""
    from sre_compiler import rotas

    try:
        stated = datetime.fromisoformat(written.strip())
    except ValueError:
        message = f"{written!r} is no instant; write it as 2026-12-24T18:00 or 2026-12-24T18:00Z"
        raise click.BadParameter(message, param_hint="--at") from None
    if not 1970 <= stated.year < 2200:
        raise click.BadParameter(f"{stated.year} is no year in which anybody is on call", param_hint="--at")
    if stated.tzinfo is not None:
        return int((stated - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    zones = sorted({policy.timezone for policy in policies})
    if len(zones) > 1:
        raise CannotWorkError(
            f"the policies have several clocks, {' and '.join(zones)}: end {written} with Z, or choose a --policy"
        )
    return rotas.instant(f"{stated:%Y-%m-%dT%H:%M}", zones[0]) + stated.second
