"""On-call policies and calendars that are hard to get right, for the tests that hold them against the oracle."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from sre_compiler.diagnostics import Place
from sre_compiler.program.calendars import OpenHours
from sre_compiler.program.oncall import Fairness, Layer, OnCallPolicy, Override, Roster, Schedule, Step
from sre_compiler.rotas.horizon import WEEK, Horizon
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


def weekly() -> OnCallPolicy:
    """Two people who take turns every Monday, and a team behind them."""
    layer = Layer(
        "weekly", Duration.parse("1w"), "mon", "09:00", "2026-01-05", None, (), (Roster(None, ("ana", "bo")),)
    )
    steps = (
        Step((("schedule", "primary"),), Duration.parse("10m")),
        Step((("schedule", "primary"), ("team", "team")), Duration.parse("15m")),
    )
    return OnCallPolicy(
        "policy", "Europe/Berlin", (Schedule("primary", (layer,), (), None, 0, NOWHERE),), steps, UNLIMITED, NOWHERE
    )
