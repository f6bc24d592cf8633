"""The handbook's part about escalation: what happens if nobody answers a page of a team."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import rotas, routing
from sre_compiler.backends.oncall import mermaid
from sre_compiler.backends.oncall.ways import anchor, days
from sre_compiler.output.markdown import Markdown, code, fence, joined, page_link, text
from sre_compiler.program.oncall import Layer, OnCallPolicy, Schedule
from sre_compiler.program.program import Program
from sre_compiler.program.teams import Team, answering


def if_nobody_answers(program: Program, team: Team) -> Iterator[str]:
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
    hours = "".join(f", only {days(one.days)} {one.start} to {one.end}" for one in layer.hours)
    zone = layer.timezone or policy.timezone
    return Markdown(
        f"turns of {layer.every}, handed over {day}{layer.handoff_at} ({text(zone)}){hours}: {joined(order, '; ')}"
    )


def _order(start: str | None, people: tuple[str, ...]) -> Markdown:
    since = f"from {start} on " if start is not None else ""
    return Markdown(f"{since}{joined([code(person) for person in people])}")
