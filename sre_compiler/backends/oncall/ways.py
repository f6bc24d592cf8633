"""The handbook's part about ways: which receivers of a team are told of which severity, by the time of day."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import kinds
from sre_compiler.output.markdown import Markdown, code, joined, table, text
from sre_compiler.program.calendars import Calendar
from sre_compiler.program.program import Program
from sre_compiler.program.severities import Severity
from sre_compiler.program.teams import Receiver, Team, answering
from sre_compiler.rotas.horizon import DAYS

SYSTEMS = {
    name: (kinds.Receiver.model_fields[name].description or name).rstrip(".") for name in kinds.Receiver.exactly_one
} | {"webhook": "a webhook"}


def anchor(team: Team) -> str:
    """Where the handbook tells of a team."""
    return f"team-{team.name}"


def who_is_told(program: Program, team: Team) -> Iterator[str]:
    """Which receivers are told of which severity, by the time of day."""
    calendar = next((one for one in program.calendars if one.name == team.calendar), None)
    teams = {one.name: one for one in program.teams}
    yield "**Who is told of an alert.**" + (f" {_office(calendar)}" if calendar is not None else "")
    yield ""
    hours = ("in office hours", "at all other times") if calendar is not None else ("at any time",)
    yield from table([("severity", *hours), *(_told(one, team, teams, len(hours)) for one in program.severities)])
    yield ""


def _office(calendar: Calendar) -> Markdown:
    hours = [text(f"{days(one.days)} {one.start} to {one.end}") for one in calendar.hours]
    closed = joined(_holidays(calendar))
    rest = f", but not on {closed}" if closed else ""
    return Markdown(f"The office is open {joined(hours, '; ')} ({text(calendar.timezone)}){rest}.")


def _holidays(calendar: Calendar) -> list[Markdown]:
    """The public holidays of its country in a few words, and each further day."""
    stated = calendar.holidays
    if stated is None:
        return []
    where = "-".join(filter(None, (stated.country, stated.subdivision)))
    return [*([text(f"the public holidays of {where}")] if where else []), *map(text, stated.extra)]


def days(days: tuple[str, ...]) -> str:
    """`Mon to Fri`, or the days one by one where they do not follow each other."""
    names = [day.capitalize() for day in days]
    first = DAYS.index(days[0])
    is_run = len(days) > 2 and days == DAYS[first : first + len(days)]
    return f"{names[0]} to {names[-1]}" if is_run else ", ".join(names)


def _told(one: Severity, team: Team, teams: dict[str, Team], columns: int) -> tuple[Markdown, ...]:
    answers = answering(teams, team, one.name)
    if answers != (team,):
        links = joined([Markdown(f"[{text(other.title)}](#{anchor(other)})") for other in answers], " and ")
        return code(one.name), *(Markdown(f"answered by {links}") for _ in range(columns))
    return code(one.name), *(_receivers(team, one, hours) for hours in ("office", "off_hours")[:columns])


def _receivers(team: Team, severity: Severity, hours: str) -> Markdown:
    told = {way.receiver for way in team.notify.get(severity.name, ()) if way.when in ("always", hours)}
    return joined([_receiver(one) for one in team.receivers if one.name in told]) or text("nobody")


def _receiver(one: Receiver) -> Markdown:
    return Markdown(f"{code(one.name)} ({text(where(one))})")


def where(one: Receiver) -> str:
    """The channel or the address that it reaches, else the system."""
    spec = one.spec
    return spec.slack.channel if spec.slack else spec.email.to if spec.email else SYSTEMS.get(one.kind, one.kind)
