"""The handbook's part about teams: who is reached, how, and what happens if nobody answers."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import kinds, rotas, routing
from sre_compiler.backends.oncall import mermaid
from sre_compiler.output.markdown import Markdown, code, fence, joined, page_link, table, text
from sre_compiler.program.calendars import Calendar
from sre_compiler.program.oncall import Layer, OnCallPolicy, Schedule
from sre_compiler.program.people import Person
from sre_compiler.program.program import Program
from sre_compiler.program.severities import Severity
from sre_compiler.program.teams import Receiver, Team, answering
from sre_compiler.rotas.horizon import DAYS

_SYSTEMS = {
    name: (kinds.Receiver.model_fields[name].description or name).rstrip(".") for name in kinds.Receiver.exactly_one
} | {"webhook": "a webhook"}


def anchor(team: Team) -> str:
    return f"team-{team.name}"


def section(program: Program, team: Team) -> Iterator[str]:
    """Everything about a team."""
    yield f'### <a id="{anchor(team)}"></a>{text(team.title)}'
    yield ""
    if team.description:
        yield text(team.description)
        yield ""
    yield from _services(program, team)
    yield from _members(program, team)
    yield from _ways(program, team)
    yield from _if_nobody_answers(program, team)


def _services(program: Program, team: Team) -> Iterator[str]:
    services = [text(one.title or one.name) for one in program.services if one.team == team.name]
    if services:
        yield f"Owns {joined(services)}."
        yield ""


def _members(program: Program, team: Team) -> Iterator[str]:
    people = [person for person in program.people if person.name in team.members]
    yield from table([("person", "lives in", "reached by"), *(_member(program, person) for person in people)])
    yield ""


def _member(program: Program, person: Person) -> tuple[Markdown, ...]:
    ways = [text(person.email)] if person.email else []
    ways += [Markdown(f"{text(_SYSTEMS.get(system, system))} {code(name)}") for system, name in person.handles]
    return code(person.name), text(rotas.zone_of(program, person)), joined(ways)


def _ways(program: Program, team: Team) -> Iterator[str]:
    """Which receivers are told of which severity, by the time of day."""
    calendar = next((one for one in program.calendars if one.name == team.calendar), None)
    teams = {one.name: one for one in program.teams}
    yield "**Who is told of an alert.**" + (f" {_office(calendar)}" if calendar is not None else "")
    yield ""
    hours = ("in office hours", "at all other times") if calendar is not None else ("at any time",)
    yield from table([("severity", *hours), *(_told(one, team, teams, len(hours)) for one in program.severities)])
    yield ""


def _office(calendar: Calendar) -> Markdown:
    hours = [text(f"{_days(one.days)} {one.start} to {one.end}") for one in calendar.hours]
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


def _days(days: tuple[str, ...]) -> str:
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
    spec = one.spec
    where = spec.slack.channel if spec.slack else spec.email.to if spec.email else _SYSTEMS.get(one.kind, one.kind)
    return Markdown(f"{code(one.name)} ({text(where)})")


def _if_nobody_answers(program: Program, team: Team) -> Iterator[str]:
    covered = [other for other in program.teams if any(cover.team == team.name for cover in other.covered_by)]
    for other in covered:
        severities = [code(name) for cover in other.covered_by if cover.team == team.name for name in cover.severities]
        yield f"It also answers {joined(severities)} of [{text(other.title)}](#{anchor(other)})."
        yield ""
    policy = next((one for one in program.oncall_policies if one.name == team.oncall), None)
    if policy is not None:
        yield from _policy(program, team, policy)
    else:
        yield "Nobody of this team is on call." + _others(program, team)


def _others(program: Program, team: Team) -> str:
    """Where to read on about pages that others answer."""
    teams = {one.name: one for one in program.teams}
    pages = [one for one in program.severities if one.response == "page"]
    answers = {other.name: other for one in pages for other in answering(teams, team, one.name) if other != team}
    links = joined([Markdown(f"[{text(other.title)}](#{anchor(other)})") for other in answers.values()], " and ")
    return f" If nobody answers a page, it goes on as with {links}." if links else ""


def _policy(program: Program, team: Team, policy: OnCallPolicy) -> Iterator[str]:
    yield "**If nobody answers a page**, these are called one after the other:"
    yield ""
    yield fence("\n".join(mermaid.escalation(policy)), "mermaid")
    yield ""
    yield _afterwards(program, team)
    yield ""
    for schedule in policy.schedules:
        yield f"- {code(schedule.name)}: {_schedule(schedule, policy)}"
    calendar = (
        f" or in {page_link(f'{policy.name}.ics', f'{policy.name}.ics')}" if rotas.horizon(program.project) else ""
    )
    yield ""
    yield f"Who that is now: {code(f'sre-compile oncall who --policy {policy.name}')}{calendar}."


def _afterwards(program: Program, team: Team) -> Markdown:
    """What happens when nobody answered at all."""
    repeats = [
        f"{one.timing.repeat_interval or routing.REPEAT_INTERVAL} ({code(one.name)})"
        for one in program.severities
        if one.response == "page" and one.name in team.notify
    ]
    again = (
        f" Alertmanager tells the receivers again every {' or '.join(repeats)} while the alert fires."
        if repeats
        else ""
    )
    return Markdown(f"The steps are carried out by the system behind the pager, not by Alertmanager.{again}")


def _schedule(schedule: Schedule, policy: OnCallPolicy) -> Markdown:
    if schedule.follows is not None:
        count = abs(schedule.turns)
        turns = "one turn" if count == 1 else f"{count} turns"
        before = schedule.turns < 0
        return Markdown(
            f"whoever {'had' if before else 'has'} {code(schedule.follows)} {turns} {'before' if before else 'later'}"
        )
    return joined([_layer(layer, policy) for layer in schedule.layers], "; above that ")


def _layer(layer: Layer, policy: OnCallPolicy) -> Markdown:
    day = f"{layer.handoff_day.capitalize()} " if layer.handoff_day else ""
    order = [_order(roster.start, roster.people) for roster in layer.rosters]
    hours = "".join(f", only {_days(one.days)} {one.start} to {one.end}" for one in layer.hours)
    zone = layer.timezone or policy.timezone
    return Markdown(
        f"turns of {layer.every}, handed over {day}{layer.handoff_at} ({text(zone)}){hours}: {joined(order, '; ')}"
    )


def _order(start: str | None, people: tuple[str, ...]) -> Markdown:
    since = f"from {start} on " if start is not None else ""
    return Markdown(f"{since}{joined([code(person) for person in people])}")
