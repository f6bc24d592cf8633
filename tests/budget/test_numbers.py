"""The numbers of a SLO against counting by hand, minute by minute."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sre_compiler.budget.evaluate import Group
from sre_compiler.budget.forecast import exhaustions, largest_incident
from sre_compiler.budget.history import History, Steps, steps_for
from sre_compiler.budget.measures import measure, wilson
from tests.budget.cases import DAY, WHOLE, ask, slo
from tests.budget.fake import END, World

HOUR = 3600


def only_group(world: World, **different: object) -> Group:
    result = ask(world, slo(**different))
    [group] = result.groups
    return group


def test_every_number_of_a_week() -> None:
    luck = random.Random(7)
    ratios = {minute: luck.choice([0, 0, 0, 0.004, 0.02]) for minute in range(15 * 1440)}
    world = World().fill(WHOLE, 14 * DAY, lambda ago: ratios[ago // 60])
    week = [ratios[minute] for minute in range(7 * 1440)]
    measures = only_group(world).measures
    assert measures is not None
    bad, total = sum(week) * 600, 7 * 1440 * 600
    assert measures.bad == pytest.approx(bad)
    assert measures.total == pytest.approx(total)
    assert measures.left == measures.left_of_window == pytest.approx(1 - bad / (0.01 * total))
    assert measures.left_events == pytest.approx(0.01 * total - bad)
    assert measures.left_minutes == pytest.approx(measures.left * 0.01 * 7 * 1440)
    for name, minutes in (("1h", 60), ("6h", 360), ("1d", 1440), ("3d", 3 * 1440)):
        assert measures.burn[name] == pytest.approx(sum(week[:minutes]) / minutes / 0.01)
    assert measures.coverage == 1
    assert measures.gap is None


def test_left_may_be_negative() -> None:
    measures = only_group(World().fill(WHOLE, 8 * DAY, lambda _: 0.03)).measures
    assert measures is not None
    assert measures.left == pytest.approx(-2)
    assert measures.verdict == "missed"


def test_a_gap_is_told_with_what_it_may_have_held() -> None:
    def with_gap(ago: int) -> float | None:
        return None if DAY <= ago < DAY + 5 * HOUR else 0.05 if 2 * DAY <= ago < 2 * DAY + HOUR else 0.001

    group = only_group(World().fill(WHOLE, 8 * DAY, with_gap))
    hours, missing = 168, 5
    bad, total = (0.05 + 0.001 * (hours - missing - 1)) * 36000, (hours - missing) * 36000
    assert group.coverage == pytest.approx(1 - missing / hours)
    assert group.measures is not None
    assert group.measures.gap == pytest.approx(
        (bad / (hours * 36000), (bad + 0.05 * missing * 36000) / (hours * 36000))
    )
    assert group.measures.total == pytest.approx(total)


def test_too_large_a_gap_leaves_no_number() -> None:
    group = only_group(World().fill(WHOLE, 8 * DAY, lambda ago: None if HOUR <= ago < 18 * HOUR else 0.0))
    assert (group.gate.state, group.measures) == ("unknown", None)
    assert "89.9% of the window is known" in group.gate.reasons[0]


def test_missing_data_means_nothing_where_the_specs_say_so() -> None:
    world = World().fill(WHOLE, 8 * DAY, lambda ago: None if ago < 4 * DAY else 0.001)
    assert only_group(world, missing="ignore").gate.state == "open"
    assert only_group(world).gate.state == "unknown"


def test_a_young_slo_has_two_numbers() -> None:
    group = only_group(World().fill(WHOLE, DAY, lambda _: 0.02))
    assert group.measures is not None
    assert group.measures.left == pytest.approx(-1)
    assert group.measures.left_of_window == pytest.approx(1 - 2 / 7)
    assert (group.age, group.coverage) == (DAY, 1)
    [six_hours, _] = group.going_on
    assert six_hours.seconds == pytest.approx(2.5 * DAY, abs=HOUR)
    assert group.gate.state == "warn"


def test_a_newborn_slo_has_none() -> None:
    group = only_group(World().fill(WHOLE, 1800, lambda _: 0.0))
    assert (group.gate.state, group.gate.reasons) == ("unknown", ("there are samples for 30 minutes only",))


def test_minutes_are_counted_where_time_is_weighed() -> None:
    measures = only_group(
        World().fill(WHOLE, 8 * DAY, lambda ago: float(ago < 1800), total=1), unit="minutes", weight=1
    ).measures
    assert measures is not None
    assert (measures.bad, measures.total) == (30, 7 * 1440)


@pytest.mark.parametrize(
    ("window", "length", "count"),
    [(30 * DAY, 3600, 720), (7 * DAY, 3600, 168), (DAY, 3600, 24), (6 * HOUR, 900, 24), (90 * 60, 180, 30), (365 * DAY, 3600, 8760)],
)  # fmt: skip
def test_steps_make_up_the_window(window: int, length: int, count: int) -> None:
    steps = steps_for(window, END)
    assert (steps.length, steps.window) == (length, count)


numbers = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1000)), min_size=30, max_size=60)


def history(pairs: list[tuple[float, int]], past: int = 0) -> History:
    bad = [ratio * total for ratio, total in pairs]
    total = [float(total) for _, total in pairs]
    steps = Steps(END, HOUR, past, len(pairs) - past)
    return History(WHOLE, steps, bad, total, [1.0] * len(pairs), [False] * len(pairs))


@given(numbers)
def test_the_forecast_is_what_happens_when_it_goes_on(pairs: list[tuple[float, int]]) -> None:
    of = history(pairs)
    one = slo(window=len(pairs) * HOUR, budget=0.1)
    for found in exhaustions(one, of):
        count = {"6h": 6, "1d": 24}[found.look_back]
        ratio = sum(of.bad[-count:]) / sum(of.total[-count:])
        bad, total = [*of.bad], [*of.total]
        season = total[-min(168, len(total)) :]
        margins, hours = [], 0
        while hours <= 90 * 24:
            inside = slice(len(bad) - len(pairs), None)
            margins.append(sum(bad[inside]) - one.budget * sum(total[inside]))
            if margins[-1] > 0:
                break
            new = season[hours % len(season)]
            bad.append(ratio * new)
            total.append(new)
            hours += 1
        if any(abs(margin) < 1e-6 for margin in margins):
            continue  # rounding decides
        assert found.seconds == (hours * HOUR if hours <= 90 * 24 else None)


@given(numbers)
def test_the_largest_incident_is_all_burning_and_none_costs_more(pairs: list[tuple[float, int]]) -> None:
    of, one = history(pairs), slo(window=len(pairs) * HOUR, budget=0.1)
    found = largest_incident(one, of)
    burning = [
        index for index, (bad, total) in enumerate(zip(of.bad, of.total, strict=True)) if bad > one.budget * total
    ]
    assert (found is None) == (not burning)
    if found is not None:
        first, last = (round((moment - END) / HOUR) + len(pairs) for moment in (found.start, found.end))
        assert {first, last - 1} <= set(burning)
        assert not {first - 1, first - 2, last, last + 1} & set(burning)
        assert found.share == pytest.approx(sum(of.bad[first:last]) / (one.budget * sum(of.total)))
        assert found.share * one.budget * sum(of.total) >= max(of.bad[index] for index in burning) - 1e-6
        assert found.leaves - found.end == one.window


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_the_interval_of_wilson_holds_the_ratio(total: int, bad: int) -> None:
    ratio = min(bad, total) / total
    low, high = wilson(total, ratio)
    assert 0 <= low <= ratio + 1e-12
    assert ratio - 1e-12 <= high <= 1


def test_wilson_as_in_the_books() -> None:
    assert wilson(10, 0.1) == pytest.approx((0.0179, 0.4042), abs=1e-4)


def test_clusters_of_errors_widen_the_interval() -> None:
    even = measure(slo(window=48 * HOUR), history([(0.01, 1000)] * 48))
    burst = measure(slo(window=48 * HOUR), history([(0.0, 1000)] * 47 + [(0.48, 1000)]))
    assert even is not None
    assert burst is not None
    assert even.ratio == pytest.approx(burst.ratio)
    assert (even.dispersion, burst.dispersion > 100) == (1, True)
    assert burst.high > even.high
