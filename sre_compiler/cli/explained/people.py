"""A person: the turns they have, and the pages that reach them."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import rotas
from sre_compiler.cli.explained.told import pages
from sre_compiler.cli.tables import table
from sre_compiler.program import Program
from sre_compiler.program.oncall import OnCallPolicy, Schedule
from sre_compiler.program.people import Person
from sre_compiler.program.teams import users
from sre_compiler.rotas import wording
from sre_compiler.units import Duration

_AS = {"schedule": "in schedule", "team": "with team", "person": "as"}


def person(program: Program, one: Person, instant: int) -> Iterator[str]:
    """Everything about somebody at an instant; times are by their own clock."""
    zone = rotas.zone_of(program, one)
    teams = [team.name for team in program.teams if one.name in team.members]
    yield f"{one.name}, of {' and '.join(teams) if teams else 'no team'} ({zone})"
    contact = ", ".join((*filter(None, [one.email]), *(f"{system} {name}" for system, name in one.handles)))
    yield f"  {contact or 'no way to reach them is known'}"
    mine = [(policy, schedule) for policy in program.oncall_policies for schedule in _schedules(policy, one)]
    yield ""
    if mine:
        yield f"  seen from {wording.day_and_time(instant, zone)}:"
        head = ("policy", "schedule", "on call by", "next on call", "until")
        yield from table([head, *(_turn(policy, each, one, instant, zone) for policy, each in mine)])
    else:
        yield "  on call in no schedule"
    yield from _pages(program, one)


def _schedules(policy: OnCallPolicy, one: Person) -> list[Schedule]:
    """The schedules in which somebody has turns, or stands in for others."""
    return [
        each
        for each in policy.schedules
        if any(
            one.name in roster.people for layer in rotas.source_of(policy, each.name).layers for roster in layer.rosters
        )
        or any(override.person == one.name for override in each.overrides)
    ]


def _turn(policy: OnCallPolicy, schedule: Schedule, one: Person, instant: int, zone: str) -> tuple[str, ...]:
    layers = [
        layer.name
        for layer in rotas.source_of(policy, schedule.name).layers
        if any(one.name in roster.people for roster in layer.rosters)
    ]
    whose = f"layer {' and '.join(layers)}" if layers else "overrides"
    whose += f" of {schedule.follows}" if schedule.follows is not None else ""
    following = rotas.next_duty(policy, schedule.name, one.name, instant)
    if following is None:
        return (policy.name, schedule.name, whose, "not within 400 days", "")
    begins = (
        "now" if following.start is None or following.start <= instant else wording.day_and_time(following.start, zone)
    )
    ends = "further notice" if following.end is None else wording.day_and_time(following.end, zone)
    return (policy.name, schedule.name, whose, begins, ends)


def _pages(program: Program, one: Person) -> Iterator[str]:
    """The pages of the teams whose escalation calls them."""
    for policy in program.oncall_policies:
        steps = [*_steps(program, policy, one)]
        told = [row for team in users(program.teams, policy.name) for row in pages(program, team)]
        if steps and told:
            yield ""
            yield f"  called by policy {policy.name} {', '.join(steps)}, for these pages:"
            yield from table([("severity", "of", "told by"), *told])


def _steps(program: Program, policy: OnCallPolicy, one: Person) -> Iterator[str]:
    """The steps of the escalation that may call somebody, and after which time without an answer."""
    mine = {schedule.name for schedule in _schedules(policy, one)}
    teams = {team.name for team in program.teams if one.name in team.members}
    after = 0
    for step in policy.escalation:
        for noun, name in step.call:
            if name in {"schedule": mine, "team": teams, "person": {one.name}}[noun]:
                yield f"{f'after {Duration(after)}' if after else 'at once'} {_AS[noun]} {name}"
        after += step.ack_within.milliseconds
