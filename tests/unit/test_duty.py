"""Who answers at an instant, and how duty is shared, against minutes that are counted one by one."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from sre_compiler import rotas
from sre_compiler.program.calendars import Calendar, Holidays, OpenHours
from sre_compiler.program.oncall import Layer, OnCallPolicy, Roster, Schedule
from sre_compiler.program.people import Person
from sre_compiler.program.teams import Team
from sre_compiler.rotas import FreeTime, Horizon
from sre_compiler.units import Duration
from tests import rota_oracle
from tests.rota_cases import CHANGES, NOWHERE, PEOPLE, UNLIMITED, day, minutes, policies, weekly
from tests.setting_case import setting

FREE = FreeTime("22:00", "06:00", ("sat", "sun"))


@given(policies(), st.data())
@settings(max_examples=25, deadline=None)
def test_who_is_on_call_at_an_instant_and_from_when_to_when(
    case: tuple[OnCallPolicy, Horizon], data: st.DataObject
) -> None:
    policy, horizon = case
    for name in ("primary", "secondary"):
        wanted = rota_oracle.on_call(policy, name, *minutes(horizon))
        for minute in data.draw(st.lists(st.integers(0, len(wanted) - 1), min_size=5, max_size=5)):
            duty = rotas.on_duty(policy, name, horizon.start + 60 * minute)
            assert (duty.person if duty else None) == wanted[minute]
            if duty is not None:
                first, last = minute, minute
                while first > 0 and wanted[first - 1] == duty.person:
                    first -= 1
                while last < len(wanted) and wanted[last] == duty.person:
                    last += 1
                assert first == 0 or duty.start == horizon.start + 60 * first
                assert last == len(wanted) or duty.end == horizon.start + 60 * last


zones = st.sampled_from(sorted(CHANGES))


@given(policies(), st.lists(zones, min_size=len(PEOPLE), max_size=len(PEOPLE)), st.integers(0, 13), zones)
@settings(max_examples=20, deadline=None)
def test_hours_nights_weekends_and_holidays_of_everybody(
    case: tuple[OnCallPolicy, Horizon], homes: list[str], holiday: int, office: str
) -> None:
    policy, horizon = case
    closed = Holidays(None, None, (day(horizon, holiday),))
    calendar = Calendar("office", office, (OpenHours(("mon",), "09:00", "17:00"),), closed, NOWHERE)
    home = dict(zip(PEOPLE, homes, strict=True))
    people = [Person(name, None, zone, (), NOWHERE) for name, zone in home.items()]
    team = Team("team", "", "", PEOPLE[:3], "office", None, (), {}, (), NOWHERE)
    shared = rotas.sharing(setting(people=people, calendars=[calendar], teams=[team]), horizon, FREE)
    found = {one.person: one for one in rotas.loads(policy, "primary", shared)}
    counted = _counted(rota_oracle.on_call(policy, "primary", *minutes(horizon)), horizon, home, office, closed.extra)
    for person in PEOPLE:
        load = found.get(person)
        wanted = tuple(60 * counted[person, what] for what in ("duty", "night", "weekend", "holiday"))
        assert ((load.duty, load.nights, load.weekends, load.holidays) if load else (0, 0, 0, 0)) == wanted


def _counted(
    people: list[str | None], horizon: Horizon, home: dict[str, str], office: str, holidays: tuple[str, ...]
) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for minute, person in enumerate(people):
        if person is None:
            continue
        at = datetime.fromtimestamp(horizon.start, UTC) + timedelta(minutes=minute)
        local = at.astimezone(rota_oracle.zone(home[person]))
        closed = str(at.astimezone(rota_oracle.zone(office)).date()) in holidays and person in PEOPLE[:3]
        true = {"duty": True, "night": not 6 <= local.hour < 22, "weekend": local.weekday() >= 5, "holiday": closed}
        found.update((person, what) for what, holds in true.items() if holds)
    return found


@given(policies())
@settings(max_examples=15, deadline=None)
def test_turns_rest_and_handoffs(case: tuple[OnCallPolicy, Horizon]) -> None:
    policy, horizon = case
    people = [Person(name, None, "UTC", (), NOWHERE) for name in PEOPLE]
    shared = rotas.sharing(setting(people=people), horizon, FREE)
    by_minute = rota_oracle.on_call(policy, "secondary", *minutes(horizon))
    changes = [at for at, (one, other) in enumerate(pairwise(by_minute), start=1) if one and other and one != other]
    assert [*rotas.handoffs_between(policy, "secondary", horizon)] == [horizon.start + 60 * at for at in changes]
    for load in rotas.loads(policy, "secondary", shared):
        runs = "".join("x" if person == load.person else " " for person in by_minute)
        assert load.turns == len(runs.split())
        assert load.longest == 60 * max(map(len, runs.split()))
        pauses = runs.strip().replace("x", "|").strip("|").split("|")
        assert load.rest == min((60 * len(one) for one in pauses if one), default=None)


def test_nobody_is_missed_before_the_first_turn() -> None:
    policy = weekly()
    first = rotas.instant("2026-01-05T09:00", policy.timezone)
    around = Horizon(first - 7 * 86_400, first + 14 * 86_400)
    assert rotas.unreached(policy, [("schedule", "primary")], around) == []


def test_a_step_calls_whoever_is_on_call_when_it_is_reached() -> None:
    policy = weekly()
    handoff = rotas.instant("2026-01-12T09:00", "Europe/Berlin")
    teams = {"team": Team("team", "", "", ("ana", "bo"), None, None, (), {}, (), NOWHERE)}
    reached = list(rotas.escalation(policy, teams, handoff - 300))
    assert [(one.after, [(called.name, called.people) for called in one.called]) for one in reached] == [
        (0, [("primary", ("ana",))]),
        (600, [("primary", ("bo",)), ("team", ("ana", "bo"))]),
    ]


def test_one_who_is_always_on_call_has_no_end() -> None:
    layer = Layer("alone", Duration.parse("1w"), "mon", "09:00", "2026-01-05", None, (), (Roster(None, ("ana",)),))
    alone = OnCallPolicy(
        "policy", "UTC", (Schedule("primary", (layer,), (), None, 0, NOWHERE),), (), UNLIMITED, NOWHERE
    )
    duty = rotas.on_duty(alone, "primary", rotas.instant("2026-01-10T00:00Z", "UTC"))
    assert duty is not None
    assert (duty.start, duty.end) == (rotas.instant("2026-01-05T09:00Z", "UTC"), None)
    assert rotas.on_duty(alone, "primary", rotas.instant("2026-01-05T08:59Z", "UTC")) is None
