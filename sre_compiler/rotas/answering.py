"""Who answers at an instant: who is on call in each schedule, and whom the escalation reaches when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from sre_compiler.program.oncall import OnCallPolicy, Step
from sre_compiler.program.teams import Team
from sre_compiler.rotas.horizon import FIRST, LAST, Horizon
from sre_compiler.rotas.schedules import Shift, shifts, source_of
from sre_compiler.rotas.turns import every
from sre_compiler.units import DAY, WEEK

_LONGEST = 400 * DAY


class Duty(Struct, frozen=True):
    """One person on call without a break, now by the layer or override at `origin`.

    `start` and `end` are None where they are further away than anybody plans.
    """

    person: str
    start: int | None
    end: int | None
    origin: tuple[Literal["layers", "overrides"], int]


class Called(Struct, frozen=True):
    """A target of a step, and who that is when the step is reached; nobody where the schedule has a hole."""

    noun: str
    name: str
    people: tuple[str, ...]


class Reached(Struct, frozen=True):
    """A step of the escalation, `after` seconds without an answer."""

    after: int
    instant: int
    step: Step
    called: tuple[Called, ...]


def on_duty(policy: OnCallPolicy, schedule: str, instant: int) -> Duty | None:
    """Who is on call at an instant, inside of the calendar horizon or not."""
    around = _around(policy, instant)
    found = shifts(policy, schedule, around)
    shift = next((one for one in found if one.start <= instant < one.end), None)
    if shift is None:
        return None
    start, end = next((one.start, one.end) for one in stretches(found) if one.start <= instant < one.end)
    return Duty(shift.person, start if start > around.start else None, end if end < around.end else None, shift.origin)


def next_duty(policy: OnCallPolicy, schedule: str, person: str, instant: int) -> Duty | None:
    """When somebody is on call now, or else next; None where not within 400 days."""
    now = on_duty(policy, schedule, instant)
    if now is not None and now.person == person:
        return now
    day = instant - instant % DAY
    ahead = Horizon(max(day, FIRST), min(day + _LONGEST, LAST))
    found = (one for one in stretches(shifts(policy, schedule, ahead)) if one.person == person and one.end > instant)
    following = next(found, None)
    return None if following is None else on_duty(policy, schedule, max(following.start, instant))


def stretches(found: tuple[Shift, ...]) -> Iterator[Shift]:
    """Shifts of one person that follow each other without a break, as one; its origin is that of the first."""
    whole: Shift | None = None
    for shift in found:
        if whole is not None and (whole.end, whole.person) == (shift.start, shift.person):
            whole = whole._replace(end=shift.end)
            continue
        if whole is not None:
            yield whole
        whole = shift
    if whole is not None:
        yield whole


def escalation(policy: OnCallPolicy, teams: Mapping[str, Team], instant: int) -> Iterator[Reached]:
    """Each step, when it is reached by an alert of this instant that nobody answers, and whom it calls then."""
    after = 0
    for step in policy.escalation:
        at = instant + after
        called = (Called(noun, name, _people(policy, teams, noun, name, at)) for noun, name in step.call)
        yield Reached(after, at, step, tuple(called))
        after += step.ack_within.milliseconds // 1_000


def _people(policy: OnCallPolicy, teams: Mapping[str, Team], noun: str, name: str, at: int) -> tuple[str, ...]:
    if noun == "team":
        return teams[name].members
    if noun == "person":
        return (name,)
    duty = on_duty(policy, name, at)
    return (duty.person,) if duty is not None else ()


def because(policy: OnCallPolicy, schedule: str, origin: tuple[Literal["layers", "overrides"], int]) -> str:
    """The layer or the override that says so, with its reason."""
    kind, index = origin
    if kind == "overrides":
        reason = policy.schedule(schedule).overrides[index].reason
        return f"override: {reason}" if reason else "override"
    return f"layer {source_of(policy, schedule).layers[index].name}"


def beyond(policy: OnCallPolicy, horizon: Horizon) -> Horizon:
    """So much more that turns which are in the horizon in part are whole."""
    turns = (every(layer) for schedule in policy.schedules for layer in schedule.layers)
    reach = min(max(2 * max(turns, default=WEEK), 4 * WEEK), _LONGEST)
    return Horizon(max(horizon.start - reach, FIRST), min(horizon.end + reach, LAST))


def _around(policy: OnCallPolicy, instant: int) -> Horizon:
    """Days enough to see where a turn begins and ends; whole days, so that instants of a day share what is worked out."""
    day = instant - instant % DAY
    return beyond(policy, Horizon(day, day + DAY))
