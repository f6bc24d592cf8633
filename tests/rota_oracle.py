"""Who is on call and when an office is open, found by looking at the clock on the wall every minute.

Written from the meaning of the language and with nothing of `sre_compiler.rotas`, which is held against it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from sre_compiler.program.calendars import Calendar, OpenHours
from sre_compiler.program.oncall import Layer, OnCallPolicy

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@cache
def zone(name: str) -> ZoneInfo:
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


class _Wall:
    """The clock on the wall, minute by minute; from three days before the first minute, to find what it showed."""

    def __init__(self, name: str, start: datetime, end: datetime) -> None:
        self.shown: dict[datetime, datetime] = {}
        self.first: dict[datetime, datetime] = {}
        at = start - 3 * DAY
        while at < end + 3 * DAY:
            wall = at.astimezone(zone(name)).replace(tzinfo=None)
            self.shown[at] = wall
            self.first.setdefault(wall, at)
            at += MINUTE
        self.edges = min(self.shown), max(self.shown)

    def when(self, wall: datetime) -> datetime:
        """The first minute at which it shows this; where it never does, as long after the last it showed before."""
        if wall in self.first:
            return self.first[wall]
        if wall < self.shown[self.edges[0]]:
            return self.edges[0]
        if wall > self.shown[self.edges[1]]:
            return self.edges[1]
        before = wall
        while before not in self.first:
            before -= MINUTE
        last = max(at for at, shown in self.shown.items() if shown == before)
        return last + (wall - before)


@lru_cache(maxsize=64)
def wall(name: str, start: datetime, end: datetime) -> _Wall:
    return _Wall(name, start, end)


def is_open(hours: tuple[OpenHours, ...], wall: datetime) -> bool:
    now, today, yesterday = f"{wall:%H:%M}", DAYS[wall.weekday()], DAYS[(wall - DAY).weekday()]
    for one in hours:
        if one.start < one.end and today in one.days and one.start <= now < one.end:
            return True
        if one.start > one.end and (
            (today in one.days and now >= one.start) or (yesterday in one.days and now < one.end)
        ):
            return True
    return False


def office(calendar: Calendar, start: datetime, end: datetime) -> list[bool]:
    """For every minute whether the office is open."""
    walls = wall(calendar.timezone, start, end)
    holidays = calendar.closed_days
    found, at = [], start
    while at < end:
        now = walls.shown[at]
        found.append(is_open(calendar.hours, now) and str(now.date()) not in holidays)
        at += MINUTE
    return found


def on_call(policy: OnCallPolicy, name: str, start: datetime, end: datetime) -> list[str | None]:
    """For every minute who is on call in a schedule."""
    schedule, shifted = policy.schedule(name), 0
    while schedule.follows:
        shifted += schedule.turns
        schedule = policy.schedule(schedule.follows)
    walls = {
        zone: wall(zone, start, end) for zone in {policy.timezone, *(one.timezone for one in schedule.layers)} if zone
    }
    by_layer = [
        _layer(layer, walls[layer.timezone or policy.timezone], shifted, start, end) for layer in schedule.layers
    ]
    overrides = [
        (_instant(one.start, walls[policy.timezone]), _instant(one.end, walls[policy.timezone]), one.person)
        for one in policy.schedule(name).overrides
    ]
    found: list[str | None] = []
    at = start
    while at < end:
        person = next((who for begin, finish, who in reversed(overrides) if begin <= at < finish), None)
        for layer in reversed(by_layer):
            person = person or layer[len(found)]
        found.append(person)
        at += MINUTE
    return found


def _instant(written: str, walls: _Wall) -> datetime:
    if written.endswith("Z"):
        return datetime.fromisoformat(written[:-1]).replace(tzinfo=UTC)
    return walls.when(datetime.fromisoformat(written))


def _layer(layer: Layer, walls: _Wall, shifted: int, start: datetime, end: datetime) -> list[str | None]:
    """For every minute whose turn it is, hours of the layer considered."""
    whose = _turns(layer, shifted, walls)
    found: list[str | None] = []
    at = start
    while at < end:
        turn = whose(at)
        found.append(turn if not layer.hours or is_open(layer.hours, walls.shown[at]) else None)
        at += MINUTE
    return found


def _turns(layer: Layer, shifted: int, walls: _Wall) -> Callable[[datetime], str | None]:
    """Who has the last of the turns whose hand-off has been; asked for one minute after the other."""
    dealt = enumerate(_deal(layer, shifted, walls.shown[walls.edges[1]]))
    waiting = sorted(((walls.when(wall), k, who) for k, (wall, who) in dealt), key=lambda one: one[:2], reverse=True)
    latest: tuple[int, str | None] = (-1, None)

    def ask(at: datetime) -> str | None:
        nonlocal latest
        while waiting and waiting[-1][0] <= at:
            _, k, who = waiting.pop()
            latest = max(latest, (k, who), key=lambda turn: turn[0])
        return latest[1]

    return ask


def _deal(layer: Layer, shifted: int, until: datetime) -> list[tuple[datetime, str | None]]:
    """Each hand-off until then, by the clock on the wall, and who takes over: people queue up, and go to the end after."""
    handoff = datetime.fromisoformat(f"{layer.starts}T{layer.handoff_at}")
    while layer.handoff_day and DAYS[handoff.weekday()] != layer.handoff_day:
        handoff += DAY
    queue: deque[str] = deque()
    in_force = None
    found: list[tuple[datetime, str | None]] = []
    while handoff <= until:
        begun = [one for one in layer.rosters if one.start is None or date.fromisoformat(one.start) <= handoff.date()]
        if begun and begun[-1] is not in_force:
            in_force = begun[-1]
            queue = _requeued(queue, in_force.people)
        if queue:
            queue.rotate(-1)
        found.append((handoff, queue[(-1 + shifted) % len(queue)] if queue else None))
        handoff += timedelta(milliseconds=layer.every.milliseconds)
    return found


def _requeued(old: deque[str], people: tuple[str, ...]) -> deque[str]:
    new = deque(people)
    if old and old[-1] in new:
        while new[-1] != old[-1]:
            new.rotate(-1)
    else:
        staying = [person for person in old if person in new]
        while staying and new[0] != staying[0]:
            new.rotate(-1)
    return new
