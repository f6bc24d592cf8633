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
from sre_compiler.program.calendars import Calendar, Holidays, OpenHours
from sre_compiler.program.oncall import Layer, OnCallPolicy, Roster, Schedule
from sre_compiler.rotas.horizon import DAY, WEEK, Horizon
from sre_compiler.units import Duration
from tests import rota_oracle
from tests.rota_cases import (
    CHANGES,
    NOWHERE,
    PEOPLE,
    UNLIMITED,
    by_minute,
    day,
    horizons,
    hours,
    minutes,
    policies,
)


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
