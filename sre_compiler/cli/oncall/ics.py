"""`sre-compile oncall ics`: a calendar of who is on call, for one person or for all."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sre_compiler.cli.exits import FINE, WRONG, CannotWorkError
from sre_compiler.cli.oncall.asked import horizon_of, policies_of, policy_option, program_of
from sre_compiler.cli.options import specs_argument

if TYPE_CHECKING:
    from sre_compiler.program import Program


@click.command(name="ics", short_help="a calendar of who is on call, for one person or for all")
@specs_argument
@policy_option
@click.option("--person", metavar="NAME", help="Only when this person is on call.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write it to this file."
)
def command(*, specs: str, names: tuple[str, ...], person: str | None, output: Path | None) -> int:
    """Print who is on call over the calendar horizon as iCalendar: an event for each shift, overrides applied, times in UTC.

    A build writes one for each policy, as generated/oncall/<policy>.ics.

    Example: sre-compile oncall ics --person ada -o ada.ics
    """
    program = program_of(specs)
    if program is None:
        return WRONG
    from sre_compiler.backends.oncall.calendars import calendar

    policies = policies_of(program, names)
    if person is not None:
        _refuse_unknown(program, person)
    content = calendar(program.project.name, policies, horizon_of(program, policies), person).encode()
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        output.write_bytes(content)
        click.echo(f"{output} is written", err=True)
    return FINE


def _refuse_unknown(program: Program, name: str) -> None:
    """Raises CannotWorkError where there is no such person."""
    known = [person.name for person in program.people]
    if name not in known:
        close = get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]}?" if close else "see `kind: People`"
        raise CannotWorkError(f"nobody is called {name}: {hint}")
