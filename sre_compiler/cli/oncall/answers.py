"""Who is on call at an instant, as data and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sre_compiler import rotas
from sre_compiler.cli.tables import table
from sre_compiler.program import Program
from sre_compiler.program.oncall import OnCallPolicy
from sre_compiler.program.teams import users
from sre_compiler.rotas import wording
from sre_compiler.units import Duration


def as_data(program: Program, policies: Sequence[OnCallPolicy], instant: int) -> dict[str, Any]:
    """The answer as JSON has it; times in UTC and with the offset of the clock that they are shown by."""
    return {"at": wording.utc(instant), "policies": [_policy(program, policy, instant) for policy in policies]}


def _policy(program: Program, policy: OnCallPolicy, instant: int) -> dict[str, Any]:
    return {
        "name": policy.name,
        "timezone": policy.timezone,
        "local_time": wording.zoned(instant, policy.timezone),
        "teams": [team.name for team in users(program.teams, policy.name)],
        "schedules": [
            {"name": one.name, "on_call": _on_call(program, policy, one.name, instant)} for one in policy.schedules
        ],
        "escalation": [
            _reached(program, index, one) for index, one in enumerate(_escalation(program, policy, instant), start=1)
        ],
        "ends_after": str(_length(policy)),
    }


def _on_call(program: Program, policy: OnCallPolicy, schedule: str, instant: int) -> dict[str, Any] | None:
    duty = rotas.on_duty(policy, schedule, instant)
    if duty is None:
        return None
    return {
        **_person(program, duty.person, instant),
        "since": wording.utc(duty.start) if duty.start is not None else None,
        "until": wording.utc(duty.end) if duty.end is not None else None,
        "because": rotas.because(policy, schedule, duty.origin),
    }


def _person(program: Program, name: str, instant: int) -> dict[str, Any]:
    person = next(one for one in program.people if one.name == name)
    zone = rotas.zone_of(program, person)
    return {
        "person": name,
        "email": person.email,
        "handles": dict(person.handles),
        "timezone": zone,
        "local_time": wording.zoned(instant, zone),
    }


def _reached(program: Program, number: int, reached: rotas.Reached) -> dict[str, Any]:
    return {
        "step": number,
        "after": str(Duration.seconds(reached.after)),
        "at": wording.utc(reached.instant),
        "ack_within": str(reached.step.ack_within),
        "call": [
            {one.noun: one.name, "people": [_person(program, name, reached.instant) for name in one.people]}
            for one in reached.called
        ],
    }


def _escalation(program: Program, policy: OnCallPolicy, instant: int) -> Iterator[rotas.Reached]:
    return rotas.escalation(policy, {team.name: team for team in program.teams}, instant)


def _length(policy: OnCallPolicy) -> Duration:
    return Duration(sum(step.ack_within.milliseconds for step in policy.escalation))


def as_lines(program: Program, policies: Sequence[OnCallPolicy], instant: int) -> Iterator[str]:
    """The answer as people read it, policy by policy."""
    for index, policy in enumerate(policies):
        yield from ("",) if index else ()
        yield from _told(program, policy, instant)


def _told(program: Program, policy: OnCallPolicy, instant: int) -> Iterator[str]:
    teams = ", ".join(team.name for team in users(program.teams, policy.name)) or "no team"
    local = wording.day_and_time(instant, policy.timezone)
    yield f"{policy.name}, for {teams}: {local} {policy.timezone} ({wording.utc(instant)})"
    yield ""
    yield from table(
        [("schedule", "on call", "their time", "until", "because", "contact"), *_duties(program, policy, instant)]
    )
    yield ""
    yield from table([("if nobody answers", "calls", "by"), *_steps(program, policy, instant)])


def _duties(program: Program, policy: OnCallPolicy, instant: int) -> Iterator[tuple[str, ...]]:
    for schedule in policy.schedules:
        duty = rotas.on_duty(policy, schedule.name, instant)
        if duty is None:
            yield (schedule.name, "nobody", "", "", "", "")
            continue
        person = next(one for one in program.people if one.name == duty.person)
        zone = rotas.zone_of(program, person)
        until = wording.day_and_time(duty.end, policy.timezone) if duty.end is not None else "further notice"
        time = f"{wording.weekday_and_time(instant, zone)} {zone}"
        contact = ", ".join((*filter(None, [person.email]), *(f"{system} {name}" for system, name in person.handles)))
        yield (schedule.name, duty.person, time, until, rotas.because(policy, schedule.name, duty.origin), contact)


def _steps(program: Program, policy: OnCallPolicy, instant: int) -> Iterator[tuple[str, ...]]:
    for reached in _escalation(program, policy, instant):
        when = f"after {Duration.seconds(reached.after)}" if reached.after else "at once"
        when += f", {wording.weekday_and_time(reached.instant, policy.timezone)}"
        for one in reached.called:
            yield (when, ", ".join(one.people) or "nobody", f"{one.noun} {one.name}")
            when = ""
    ends = wording.weekday_and_time(instant + _length(policy).milliseconds // 1_000, policy.timezone)
    yield (f"after {_length(policy)}, {ends}", "nobody else", "")
