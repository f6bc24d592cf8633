"""`sre-compile oncall who`: who is on call now or at an instant, and whom the escalation reaches when."""

from __future__ import annotations

import click

from sre_compiler.cli.exits import FINE, WRONG
from sre_compiler.cli.oncall.asked import format_option, policies_of, policy_option, program_of
from sre_compiler.cli.oncall.instant import at_option, instant_of
from sre_compiler.cli.options import specs_argument


@click.command(name="who", short_help="who is on call now or at an instant, and whom the escalation reaches when")
@specs_argument
@at_option
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
    instant = instant_of(at, {policy.timezone for policy in policies}, "choose a --policy")
    if style == "json":
        click.echo(json_text(as_data(program, policies, instant)), nl=False)
    else:
        click.echo("\n".join(as_lines(program, policies, instant)))
    return FINE
