"""How duty is shared: hours, nights, weekends and holidays of each person, by the clock on their own wall."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, pairwise

from msgspec import Struct

from sre_compiler.program.calendars import Calendar, OpenHours
from sre_compiler.program.oncall import OnCallPolicy
from sre_compiler.program.people import Person
from sre_compiler.program.program import Setting
from sre_compiler.rotas.answering import stretches
from sre_compiler.rotas.clock import clock
from sre_compiler.rotas.horizon import DAYS, Horizon, midnight
from sre_compiler.rotas.intervals import Interval, intersection, total, union
from sre_compiler.rotas.offices import weekly_hours
from sre_compiler.rotas.schedules import Shift, shifts
from sre_compiler.units import DAY


class Load(Struct, frozen=True):
    """What somebody has on call, in seconds. An hour of a night at a weekend counts as both.

    `turns` are stretches without a break; `longest` is the longest of them, `rest` the shortest time between two.
    """

    person: str
    duty: int
    nights: int
    weekends: int
    holidays: int
    turns: int
    longest: int
    rest: int | None


class FreeTime(Struct, frozen=True):
    """What counts as free: the hours of a night, as `HH:MM`, and the days of a weekend."""

    night_from: str
    night_to: str
    weekend: tuple[str, ...]


class Sharing(Struct, frozen=True):
    """The free time of everybody within the horizon, as instants."""

    horizon: Horizon
    nights: Mapping[str, list[Interval]]
    weekends: Mapping[str, list[Interval]]
    holidays: Mapping[str, list[Interval]]

    def load(self, person: str, duties: Iterable[Interval]) -> Load:
        """The load of a person with these duties, of one schedule or of several."""
        whole = union(duties)
        return Load(
            person,
            duty=total(whole),
            nights=total(intersection(whole, self.nights[person])),
            weekends=total(intersection(whole, self.weekends[person])),
            holidays=total(intersection(whole, self.holidays[person])),
            turns=len(whole),
            longest=max((end - start for start, end in whole), default=0),
            rest=min((after[0] - before[1] for before, after in pairwise(whole)), default=None),
        )

    def all_hours(self, person: str) -> tuple[int, int, int, int]:
        """All seconds of somebody's horizon, of their nights, weekends and holidays."""
        whole = self.horizon.end - self.horizon.start
        return whole, total(self.nights[person]), total(self.weekends[person]), total(self.holidays[person])


def sharing(setting: Setting, horizon: Horizon, free: FreeTime) -> Sharing:
    """The free time of all people; holidays are those of the calendars of their teams, nights those of their own zone."""
    night = (OpenHours(DAYS, free.night_from, free.night_to),)
    weekend = (OpenHours(free.weekend, "00:00", "24:00"),) if free.weekend else ()
    zones = {person.name: zone_of(setting, person) for person in setting.people}
    spans = {zone: clock(zone, horizon) for zone in zones.values()}
    nights = {zone: weekly_hours(night, shown, horizon) for zone, shown in spans.items()}
    weekends = {zone: weekly_hours(weekend, shown, horizon) for zone, shown in spans.items()}
    return Sharing(
        horizon,
        {person: nights[zone] for person, zone in zones.items()},
        {person: weekends[zone] for person, zone in zones.items()},
        {person.name: _holidays(calendars_of(setting, person.name), horizon) for person in setting.people},
    )


def zone_of(setting: Setting, person: Person) -> str:
    """Somebody's zone: their own, else that of an office of their teams, else of the first policy; UTC where nothing tells."""
    offices = [calendar.timezone for calendar in calendars_of(setting, person.name)]
    policies = [policy.timezone for policy in setting.oncall_policies]
    return person.timezone or next(iter((*offices, *policies)), "UTC")


def calendars_of(setting: Setting, person: str) -> list[Calendar]:
    """The calendars of the teams that somebody is a member of."""
    names = {team.calendar for team in setting.teams if person in team.members}
    return [calendar for calendar in setting.calendars if calendar.name in names]


def _holidays(calendars: Collection[Calendar], horizon: Horizon) -> list[Interval]:
    days = (
        span
        for one in calendars
        for span in clock(one.timezone, horizon).spans(
            union((start, start + DAY) for start in map(midnight, one.closed_days))
        )
    )
    return intersection(union(days), [(horizon.start, horizon.end)])


def loads(policy: OnCallPolicy, schedule: str, shared: Sharing) -> list[Load]:
    """The load of everybody in a schedule, the largest first."""
    return _loads(shifts(policy, schedule, shared.horizon), shared)


def loads_of_all(policies: Iterable[OnCallPolicy], shared: Sharing) -> list[Load]:
    """The same over all schedules: hours in which somebody is on call in two of them count once."""
    found = (shifts(policy, one.name, shared.horizon) for policy in policies for one in policy.schedules)
    return _loads(chain.from_iterable(found), shared)


def _loads(found: Iterable[Shift], shared: Sharing) -> list[Load]:
    duties: dict[str, list[Interval]] = {}
    for one in found:
        duties.setdefault(one.person, []).append((one.start, one.end))
    return sorted((shared.load(*each) for each in duties.items()), key=lambda load: (-load.duty, load.person))


def handoffs_between(policy: OnCallPolicy, schedule: str, horizon: Horizon) -> Iterator[int]:
    """When one person hands over to the next within the horizon, without a gap."""
    for before, after in pairwise(stretches(shifts(policy, schedule, horizon))):
        if before.end == after.start:
            yield after.start
