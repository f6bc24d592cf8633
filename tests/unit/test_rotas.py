"""Schedules and office hours against an oracle that looks at the clock every minute, in zones that are hard to get right."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sre_compiler import rotas
from sre_compiler.diagnostics import Place
from sre_compiler.program.calendars import Calendar, Holidays, OpenHours
from sre_compiler.program.oncall import Fairness, Layer, OnCallPolicy, Override, Roster, Schedule
from sre_compiler.rotas.horizon import DAY, WEEK, Horizon
from sre_compiler.units import Duration
from tests import rota_oracle

CHANGES = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "America/St_Johns": ("2026-03-08", "2010-11-07"),  # in 2010 still one minute after midnight
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),  # by half an hour
    "Asia/Kathmandu": ("2026-06-01", "1986-01-01"),  # by a quarter of an hour, once
    "Africa/Casablanca": ("2026-02-15", "2026-03-22"),  # back for Ramadan
    "Pacific/Apia": ("2011-12-30", "2012-04-01"),  # without a Friday
    "Asia/Tehran": ("2022-03-22", "2022-09-22"),  # at midnight
    "Antarctica/Troll": ("2026-03-29", "2026-10-25"),  # by two hours
    "Pacific/Chatham": ("2026-04-05", "2026-09-27"),
    "America/Havana": ("2026-03-08", "2026-11-01"),  # at midnight
    "Europe/Dublin": ("2026-03-29", "2026-10-25"),  # winter is the exception
    "Pacific/Kwajalein": ("1993-08-21", "1969-10-01"),  # once without, once with the same day twice
    "UTC": ("2026-01-01", "2026-06-01"),
}
NOWHERE = Place("", 0, ())
UNLIMITED = Fairness(None, None)
PEOPLE = ("ana", "bo", "cy", "di", "eve")

times = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.sampled_from([0, 0, 1, 15, 30, 45]))
weekdays = st.lists(st.sampled_from(rota_oracle.DAYS), min_size=1, max_size=7, unique=True).map(tuple)
rosters = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=5, unique=True).map(tuple)


@st.composite
def horizons(draw: st.DrawFn) -> tuple[str, Horizon]:
    """A zone and two weeks around a change of its clock."""
    zone = draw(st.sampled_from(sorted(CHANGES)))
    change = datetime.fromisoformat(draw(st.sampled_from(CHANGES[zone]))).replace(tzinfo=UTC)
    first = int((change - timedelta(days=draw(st.integers(1, 12)))).timestamp())
    return zone, Horizon(first, first + 2 * WEEK)


def day(horizon: Horizon, after: int) -> str:
    return str((datetime.fromtimestamp(horizon.start, UTC) + timedelta(days=after)).date())


@st.composite
def hours(draw: st.DrawFn) -> tuple[OpenHours, ...]:
    def one() -> OpenHours:
        start, end = draw(times), draw(st.one_of(times, st.just("24:00")))
        return OpenHours(draw(weekdays), start, end if end != start else "24:00")

    return tuple(one() for _ in range(draw(st.integers(1, 3))))


@st.composite
def layers(draw: st.DrawFn, horizon: Horizon) -> Layer:
    starts = draw(st.integers(-60, 10))
    cuts = sorted(draw(st.sets(st.integers(starts + 1, 14), max_size=3)))
    first = draw(st.sampled_from([None, day(horizon, starts)]))
    return Layer(
        name="layer",
        every=Duration.parse(
            draw(st.sampled_from(["1h", "2h", "8h", "12h", "1d", "36h", "2d", "1w", "90m", "1w1h", "2w"]))
        ),
        handoff_day=draw(st.one_of(st.none(), st.sampled_from(rota_oracle.DAYS))),
        handoff_at=draw(times),
        starts=day(horizon, starts),
        timezone=draw(st.one_of(st.none(), st.sampled_from(sorted(CHANGES)))),
        hours=draw(st.one_of(st.just(()), hours())),
        rosters=(Roster(first, draw(rosters)), *(Roster(day(horizon, cut), draw(rosters)) for cut in cuts)),
    )


@st.composite
def overrides(draw: st.DrawFn, horizon: Horizon) -> Override:
    start = draw(st.integers(-4, 13))
    utc = "Z" if draw(st.booleans()) else ""
    begin = f"{day(horizon, start)}T{draw(times)}{utc}"
    end = f"{day(horizon, start + draw(st.integers(1, 4)))}T{draw(times)}{utc}"
    return Override(draw(st.sampled_from(PEOPLE)), begin, end, "")


@st.composite
def policies(draw: st.DrawFn) -> tuple[OnCallPolicy, Horizon]:
    zone, horizon = draw(horizons())
    own = tuple(draw(st.lists(layers(horizon), min_size=1, max_size=3)))
    exceptions = st.lists(overrides(horizon), max_size=3).map(tuple)
    turns = draw(st.sampled_from([-2, -1, 1, 3]))
    schedules = (
        Schedule("primary", own, draw(exceptions), None, 0, NOWHERE),
        Schedule("secondary", (), draw(exceptions), "primary", turns, NOWHERE),
    )
    return OnCallPolicy("policy", zone, schedules, (), UNLIMITED, NOWHERE), horizon


def minutes(horizon: Horizon) -> tuple[datetime, datetime]:
    return datetime.fromtimestamp(horizon.start, UTC), datetime.fromtimestamp(horizon.end, UTC)


def by_minute(spans: list[tuple[int, int, str]], horizon: Horizon) -> list[str | None]:
    """For each minute what covers it; all of them begin and end on a minute."""
    found: list[str | None] = [None] * ((horizon.end - horizon.start) // 60)
    for start, end, what in spans:
        assert start % 60 == end % 60 == 0
        for minute in range((start - horizon.start) // 60, (end - horizon.start) // 60):
            assert found[minute] is None
            found[minute] = what
    return found


@given(policies())
@settings(max_examples=25, deadline=None)
def test_who_is_on_call_at_every_minute(case: tuple[OnCallPolicy, Horizon]) -> None:
    policy, horizon = case
    for name in ("primary", "secondary"):
        shifts = rotas.shifts(policy, name, horizon)
        found = by_minute([(one.start, one.end, one.person) for one in shifts], horizon)
        assert found == rota_oracle.on_call(policy, name, *minutes(horizon))
        assert all(one.end <= other.start for one, other in pairwise(shifts))


@pytest.mark.parametrize("every", ["1h", "5h", "1d"])
@pytest.mark.parametrize("zone", CHANGES)
def test_short_turns_where_clocks_are_changed(zone: str, every: str) -> None:
    rosters = (Roster(None, PEOPLE),)
    for change in CHANGES[zone]:
        middle = int(datetime.fromisoformat(change).replace(tzinfo=UTC).timestamp())
        horizon = Horizon(middle - 2 * DAY, middle + 2 * DAY)
        layer = Layer("layer", Duration.parse(every), None, "02:30", day(horizon, -2), None, (), rosters)
        policy = OnCallPolicy("p", zone, (Schedule("s", (layer,), (), None, 0, NOWHERE),), (), UNLIMITED, NOWHERE)
        found = by_minute([(one.start, one.end, one.person) for one in rotas.shifts(policy, "s", horizon)], horizon)
        assert found == rota_oracle.on_call(policy, "s", *minutes(horizon))


@given(horizons(), hours(), st.sets(st.integers(-1, 15), max_size=5))
@settings(max_examples=40, deadline=None)
def test_when_an_office_is_open_at_every_minute(
    where: tuple[str, Horizon], opening: tuple[OpenHours, ...], closed: set[int]
) -> None:
    zone, horizon = where
    holidays = Holidays(None, None, tuple(day(horizon, one) for one in sorted(closed)))
    calendar = Calendar("office", zone, opening, holidays, NOWHERE)
    found = by_minute([(start, end, "open") for start, end in rotas.office_hours(calendar, horizon)], horizon)
    assert [one is not None for one in found] == rota_oracle.office(calendar, *minutes(horizon))


@pytest.mark.parametrize("zone", CHANGES)
def test_times_that_a_clock_skips_or_shows_twice(zone: str) -> None:
    for change in CHANGES[zone]:
        middle = datetime.fromisoformat(change).replace(tzinfo=UTC)
        start, end = middle - timedelta(days=3), middle + timedelta(days=3)
        walls = rota_oracle.wall(zone, start, end)
        clock = rotas.clock(zone, Horizon(int(start.timestamp()), int(end.timestamp())))
        wall = walls.shown[start].replace(second=0)
        while wall < walls.shown[end]:
            seconds = int(wall.replace(tzinfo=UTC).timestamp())
            assert clock.is_skipped(seconds) == (wall not in walls.first)
            assert clock.instant(seconds) == walls.when(wall).timestamp()
            wall += timedelta(minutes=15)
        for one, times_shown in Counter(walls.shown.values()).items():
            assert clock.is_doubled(int(one.replace(tzinfo=UTC).timestamp())) == (times_shown > 1)


spans = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)


@given(spans, spans)
def test_sets_of_time(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    def points(intervals: list[tuple[int, int]]) -> set[int]:
        return {point for start, end in intervals for point in range(start, end)}

    first, second = rotas.union(one), rotas.union(other)
    assert points(first) == points(one)
    assert all(a[1] < b[0] for a, b in pairwise(first))
    assert points(rotas.intersection(first, second)) == points(one) & points(other)
    assert points(rotas.difference(first, second)) == points(one) - points(other)
    assert rotas.total(first) == len(points(one))


MINUTES = (19_460_000, 34_180_000)
"""About the years 2007 to 2034, in minutes since 1970."""


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"]),
    st.integers(MINUTES[0], MINUTES[1]),
)
def test_a_time_that_is_written_down(zone: str, minutes: int) -> None:
    wall = datetime.fromtimestamp(minutes * 60, UTC)
    written = f"{wall:%Y-%m-%dT%H:%M}"
    assert rotas.instant(f"{written}Z", "") == minutes * 60
    at = rotas.instant(written, zone)
    assert at == wall.replace(tzinfo=ZoneInfo(zone)).timestamp()
    shown = datetime.fromtimestamp(at, ZoneInfo(zone)).replace(tzinfo=UTC)
    assert rotas.local(at, zone) == shown.timestamp()


def test_a_roster_that_changes_keeps_the_order_of_those_who_stay() -> None:
    layer = Layer(
        "weekly", Duration.parse("1w"), "mon", "09:00", "2026-01-05", None, (),
        (Roster(None, ("ana", "bo", "cy", "di")), Roster("2026-01-19", ("ana", "bo", "di")), Roster("2026-02-02", ("eve", "di", "ana", "bo"))),
    )  # fmt: skip
    schedule = Schedule("primary", (layer,), (), None, 0, NOWHERE)
    policy = OnCallPolicy("policy", "Europe/Berlin", (schedule,), (), UNLIMITED, NOWHERE)
    start = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    shifts = rotas.shifts(policy, "primary", Horizon(start, start + 9 * WEEK))
    assert [one.person for one in shifts] == ["ana", "bo", "di", "ana", "bo", "eve", "di", "ana", "bo"]
    assert {datetime.fromtimestamp(one.start, UTC).hour for one in shifts} == {8}


def test_time_zones_are_loaded_when_somebody_is_on_call() -> None:
    script = "import sys; from sre_compiler import checks; checks.modules(); print('sre_compiler.rotas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
