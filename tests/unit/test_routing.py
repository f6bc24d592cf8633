"""Office hours as Alertmanager reads them, minute by minute; and which alerts may silence which."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sre_compiler import rotas, routing
from sre_compiler.diagnostics import Place
from sre_compiler.program.calendars import Calendar, Holidays, OpenHours
from sre_compiler.routing import Hours, Matcher, Route, office
from tests.consumers import example

ZONES = [
    "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia",
    "Africa/Casablanca", "America/St_Johns", "Europe/Dublin", "Asia/Gaza", "UTC",
]  # fmt: skip
FIRST = date(2026, 1, 1)
HORIZON = rotas.Horizon(1_767_225_600, 1_767_225_600 + 366 * 86_400)
"""All of 2026."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOWHERE = Place("", 0, ())

times = st.integers(0, 24 * 60 - 1).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
opening = st.builds(
    OpenHours, st.lists(st.sampled_from(DAYS), min_size=1, unique=True).map(tuple), times, times
).filter(lambda one: one.start != one.end)
dates = st.integers(0, 365).map(lambda days: str(FIRST + timedelta(days=days)))
calendars = st.builds(
    Calendar,
    st.just("office"),
    st.sampled_from(ZONES),
    st.lists(opening, min_size=1, max_size=3).map(tuple),
    st.builds(Holidays, st.none(), st.none(), st.lists(dates, max_size=12).map(tuple)),
    st.just(NOWHERE),
)


def is_now(intervals: dict[str, tuple[Hours, ...]], name: str, instant: int) -> bool:
    configuration = routing.Configuration(routing.Route(None), (), (), intervals)
    return routing.is_sent(configuration, routing.Route(None, active=(name,)), instant)


@given(calendars, st.integers(0, 1 << 32))
def test_open_and_closed_are_exact_complements(calendar: Calendar, seed: int) -> None:
    """Whatever the office hours of `rotas` say, at every edge of them and at any other time."""
    intervals = office.intervals(calendar)
    spans = rotas.office_hours(calendar, HORIZON)
    random = Random(seed)
    edges = [edge + off for span in random.sample(spans, min(len(spans), 20)) for edge in span for off in (-60, 0, 60)]
    edges += [random.randrange(HORIZON.start, HORIZON.end) for _ in range(60)]
    for instant in edges:
        is_open = any(start <= instant < end for start, end in spans)
        if HORIZON.start <= instant < HORIZON.end:
            holiday = is_now(intervals, office.holidays(calendar), instant)
            assert (is_now(intervals, office.opened(calendar), instant) and not holiday) is is_open
            assert is_now(intervals, office.closed(calendar), instant) is not is_open


def test_no_interval_is_always_true() -> None:
    """Alertmanager takes an item without conditions for all of time."""
    whole = Calendar("office", "UTC", (OpenHours(DAYS, "00:00", "24:00"),), None, NOWHERE)
    assert office.intervals(whole) == {"office/open": (Hours(times=((0, 1440),)),)}


ALERTS = [
    {"alertname": "Burn", "slo_id": slo, "severity": severity, "env": env, **group, **({"leg": leg} if leg else {})}
    for slo, severity, env, group, leg in product(
        ("a/b", "a/c"), ("sev1", "sev2", "sev3", "sev4"), ("prod", "staging"), ({}, {"slo_group": "x"}, {"slo_group": "y"}),
        ("", "1h", "6h", "1d"),
    )
] + [{"alertname": "Plain", "severity": severity} for severity in ("sev1", "sev4")]  # fmt: skip


@pytest.fixture(scope="module")
def silencing() -> list[tuple[dict[str, str], dict[str, str]]]:
    """Every pair of alerts of which the first silences the second."""
    ours = routing.configuration(example.program())
    return [(one, other) for one, other in product(ALERTS, ALERTS) if routing.inhibited(ours, other, [one])]


def test_no_two_alerts_silence_each_other(silencing: list[tuple[dict[str, str], dict[str, str]]]) -> None:
    assert silencing
    assert [pair for pair in silencing if pair[::-1] in silencing] == []


def test_silence_stays_with_the_slo_and_its_place(silencing: list[tuple[dict[str, str], dict[str, str]]]) -> None:
    for one, other in silencing:
        assert (one["slo_id"], one["env"]) == (other["slo_id"], other["env"])
        assert one.get("slo_group") == other.get("slo_group") or ("leg" not in one and "slo_group" not in one)


def test_a_page_is_silenced_by_a_page_only(silencing: list[tuple[dict[str, str], dict[str, str]]]) -> None:
    pages = {"sev1", "sev2"}
    assert [
        (one, other) for one, other in silencing if other["severity"] in pages and one["severity"] not in pages
    ] == []


@pytest.mark.parametrize(
    ("source", "target", "is_silenced"),
    [
        ({"severity": "sev1", "leg": "1h"}, {"severity": "sev2", "leg": "6h"}, True),
        ({"severity": "sev2", "leg": "6h"}, {"severity": "sev1", "leg": "1h"}, False),
        ({"severity": "sev3", "leg": "6h"}, {"severity": "sev3", "leg": "1d"}, True),
        ({"severity": "sev3", "leg": "1d"}, {"severity": "sev3", "leg": "6h"}, False),
        ({"severity": "sev1", "leg": "1h"}, {"severity": "sev3"}, False),
        ({"severity": "sev3"}, {"severity": "sev3", "leg": "1d"}, True),
        ({"severity": "sev3"}, {"severity": "sev4", "leg": "1d", "slo_group": "x"}, True),
        ({"severity": "sev3"}, {"severity": "sev1", "leg": "1h"}, False),
        ({"severity": "sev1"}, {"severity": "sev1", "leg": "1h"}, True),
        ({"severity": "sev3"}, {"severity": "sev3", "slo_group": "x"}, True),
        ({"severity": "sev3", "slo_group": "x"}, {"severity": "sev3"}, False),
        ({"severity": "sev3", "slo_group": "x"}, {"severity": "sev3", "leg": "1d", "slo_group": "y"}, False),
    ],
)
def test_what_silences_what(source: dict[str, str], target: dict[str, str], *, is_silenced: bool) -> None:
    """Alerts with a leg are burn, those without say that there is no data."""
    ours = routing.configuration(example.program())
    found = routing.inhibited(ours, {"slo_id": "a/b", **target}, [{"slo_id": "a/b", **source}])
    assert (found is not None) is is_silenced


@pytest.mark.parametrize("pattern", [r"\pL", "(a+)+b", "(a|aa)*b", "a*a*a*a*b", "(?i"])
def test_a_pattern_that_cannot_be_tried_is_said_to_be_one(pattern: str) -> None:
    """Go reads the first, and takes a moment for the next three, for which Python takes years."""
    route = Route("r", routes=(Route("s", (Matcher("team", "=~", pattern),)),))
    with pytest.raises(routing.UntriedError):
        routing.destinations(routing.Configuration(route, (), (), {}), {"team": "a" * 60})


@pytest.mark.parametrize("pattern", ["x.*|y.*|a.*|.*z|.*.*", "(b|a)a+", "shop(-[0-9])?|a{60}"])
def test_a_pattern_that_is_soon_tried_is_tried(pattern: str) -> None:
    route = Route("r", routes=(Route("s", (Matcher("team", "=~", pattern),)),))
    [taken] = routing.destinations(routing.Configuration(route, (), (), {}), {"team": "a" * 60})
    assert taken.receiver == "s"
