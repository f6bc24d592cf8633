"""A team: who they are, who is told of their alerts, and for whom they answer."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import rotas
from sre_compiler.cli.explained.told import told
from sre_compiler.cli.tables import table
from sre_compiler.program import Program
from sre_compiler.program.teams import Team
from sre_compiler.rotas import wording
from sre_compiler.units import DAY


def team(program: Program, one: Team, instant: int) -> Iterator[str]:
    """Everything about a team; whether its office is open is that of the instant."""
    yield f"{one.name}, a team of {', '.join(one.members) or 'nobody'}"
    if one.description:
        yield f"  {one.description}"
    services = [service.name for service in program.services if service.team == one.name]
    yield f"  owns {', '.join(services) or 'no service'}"
    yield f"  on call by {f'policy {one.oncall}' if one.oncall else 'no policy of its own'}"
    yield from _office(program, one, instant)
    yield ""
    yield from table([("severity", "answered by", "told by"), *told(program, one)])
    for other in program.teams:
        for cover in other.covered_by:
            if cover.team == one.name:
                yield ""
                yield f"  also answers {', '.join(cover.severities)} of {other.name}"


def _office(program: Program, one: Team, instant: int) -> Iterator[str]:
    for calendar in program.calendars:
        if calendar.name == one.calendar:
            day = instant - instant % DAY
            around = rotas.Horizon(day - DAY, day + 2 * DAY)
            is_open = any(start <= instant < end for start, end in rotas.office_hours(calendar, around))
            time = wording.day_and_time(instant, calendar.timezone)
            yield f"  office {calendar.name}, {'open' if is_open else 'closed'} on {time} {calendar.timezone}"
