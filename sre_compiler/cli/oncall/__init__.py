"""`sre-compile oncall`: who is on call, and how the load is shared."""

from __future__ import annotations

import click

from sre_compiler.cli.group import LazyGroup

COMMANDS = {
    "holidays": "look up the public holidays of all calendars",
    "ics": "a calendar of who is on call, for one person or for all",
    "report": "gaps, and the load of each person over the calendar horizon",
    "who": "who is on call now or at an instant, and whom the escalation reaches when",
}


@click.group(
    name="oncall",
    cls=LazyGroup,
    package="sre_compiler.cli.oncall",
    summaries=COMMANDS,
    short_help="who is on call, and how the load is shared",
)
def command() -> None:
    """Who is on call, and how the load is shared.

    Example: sre-compile oncall who --at 2026-12-24T18:00Z
    """
