"""Error-budget arithmetic against the SRE Workbook's numbers and against counting one event after another."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sre_compiler import burnrate
from sre_compiler.burnrate import Leg
from sre_compiler.units import Duration

MONTH = Duration.parse("30d")
THREE_NINES = Decimal("0.999")


def leg(long: str, short: str, factor: str) -> Leg:
    return Leg(Duration.parse(long), Duration.parse(short), Fraction(factor))


PAGE = leg("1h", "5m", "14.4")
SLOW_PAGE = leg("6h", "30m", "6")


@pytest.mark.parametrize(
    ("window", "share", "long", "factor"),
    [
        ("30d", "0.02", "1h", Fraction("14.4")),
        ("30d", "0.05", "6h", Fraction(6)),
        ("30d", "0.1", "1d", Fraction(3)),
        ("30d", "0.1", "3d", Fraction(1)),
        ("28d", "0.02", "1h", Fraction("13.44")),
        ("28d", "0.1", "3d", Fraction(14, 15)),
        ("7d", "0.1", "1d", Fraction("0.7")),
        ("90d", "0.02", "1h", Fraction("43.2")),
    ],
)
def test_factors_of_the_workbook_by_window(window: str, share: str, long: str, factor: Fraction) -> None:
    computed = burnrate.factor_of_share(Decimal(share), Duration.parse(window), Duration.parse(long))
    assert computed == factor
    assert burnrate.share_of_factor(computed, Duration.parse(window), Duration.parse(long)) == Fraction(share)


@pytest.mark.parametrize(
    ("which", "error_ratio", "seconds"),
    [
        (PAGE, "1", Fraction("51.84")),
        (PAGE, "0.5", Fraction("103.68")),
        (PAGE, "0.1", Fraction("518.4")),
        (PAGE, "0.02", Fraction(2592)),
        (SLOW_PAGE, "0.01", Fraction(12_960)),
        (PAGE, "0.0144", None),
    ],
)
def test_time_to_detect(which: Leg, error_ratio: str, seconds: Fraction | None) -> None:
    assert burnrate.time_to_detect(which, THREE_NINES, Fraction(error_ratio)) == seconds


def test_figure_5_6_of_the_workbook() -> None:
    """15 % of errors for ten minutes: the page starts after 5.76 minutes and stops 4.52 minutes after the outage."""
    assert burnrate.time_to_detect(PAGE, THREE_NINES, Fraction("0.15")) == Fraction("345.6")
    assert burnrate.time_to_reset(PAGE, THREE_NINES, Fraction("0.15")) == Fraction("271.2")


def test_a_burn_below_the_threshold_is_neither_detected_nor_reset() -> None:
    assert burnrate.time_to_detect(PAGE, THREE_NINES, Fraction("0.01")) is None
    assert burnrate.time_to_reset(PAGE, THREE_NINES, Fraction("0.01")) is None


@pytest.mark.parametrize(
    ("error_ratio", "seconds"), [("1", 2592), ("0.1", 25_920), ("0.001", 30 * 86_400), ("0", None)]
)
def test_time_to_exhaust(error_ratio: str, seconds: int | None) -> None:
    assert burnrate.time_to_exhaust(THREE_NINES, MONTH, Fraction(error_ratio)) == seconds


@pytest.mark.parametrize(
    ("objective", "factor", "reachable"),
    [
        ("0.9", "14.4", False),
        ("0.93", "14.4", False),
        ("0.931", "14.4", True),
        ("0.9", "10", False),
        ("0.9", "9", True),
    ],
)
def test_a_leg_is_reachable_when_a_total_outage_exceeds_its_threshold(
    objective: str, factor: str, *, reachable: bool
) -> None:
    assert burnrate.reachable(Decimal(objective), Fraction(factor)) is reachable
    assert (Fraction(objective) > burnrate.lowest_reachable_objective(Fraction(factor))) is reachable


@pytest.mark.parametrize(
    ("short", "printed"), [("5m", "6m"), ("30m", "36m"), ("2h", "2h24m"), ("6h", "7h12m"), ("1m", "2m"), ("11s", "1m")]
)
def test_keep_firing_for_is_a_fifth_longer_than_the_short_window(short: str, printed: str) -> None:
    assert str(burnrate.keep_firing_for(leg("1h", short, "1"))) == printed


@given(
    st.integers(1, 400),
    st.integers(1, 200),
    st.decimals("0.9", "0.9999", places=4),
)
def test_detection_agrees_with_counting_every_second(errors: int, factor_tenths: int, objective: Decimal) -> None:
    """An hour of good seconds, then seconds with `errors` of 400 events bad: the first second the window exceeds theta."""
    tested = leg("1h", "5m", str(Fraction(factor_tenths, 10)))
    error_ratio = Fraction(errors, 400)
    detected = burnrate.time_to_detect(tested, objective, error_ratio)
    theta = burnrate.threshold(objective, tested.factor)
    counted = next((t for t in range(1, 3601) if Fraction(errors * t, 400 * 3600) > theta), None)
    if detected is None:
        assert counted is None
    else:
        assert counted is None if detected >= 3600 else 0 < counted - detected <= 1


@given(st.integers(1, 10_000), st.decimals("0.9", "0.9999", places=4), st.fractions(1, 20, max_denominator=100))
def test_errors_needed_is_the_smallest_count_that_exceeds_the_threshold(
    per_hour: int, objective: Decimal, factor: Fraction
) -> None:
    tested = Leg(Duration.parse("1h"), Duration.parse("5m"), factor)
    theta = burnrate.threshold(objective, factor)
    assume(theta < 1)
    needed = burnrate.errors_needed(tested, objective, Fraction(per_hour, 3600))
    assert needed > theta * per_hour
    assert needed - 1 <= theta * per_hour


@pytest.mark.parametrize(
    ("per_day", "min_errors", "simulated"),
    [
        (240, 1, 3.54),
        (240, 2, 0.10),
        (240, 3, 0.003),
        (1_440, 1, 18.3),
        (1_440, 2, 0.98),
        (1_440, 3, 0.31),
        (5_000, 1, 0.18),
    ],
)
def test_false_alarms_of_a_healthy_service(per_day: int, min_errors: int, simulated: float) -> None:
    """A simulation of 300 months of three nines, with a fast and a slow leg that both page."""
    legs = [
        Leg(Duration.parse("1h"), Duration.parse("5m"), Fraction("14.4")),
        Leg(Duration.parse("6h"), Duration.parse("30m"), Fraction(6)),
    ]
    fast, slow = (
        burnrate.false_alarms_a_month(leg, THREE_NINES, Fraction(per_day, 86_400), min_errors) for leg in legs
    )
    assert max(fast, slow) <= simulated * 1.1 + 0.02
    assert fast + slow >= simulated * 0.9 - 0.02


@pytest.mark.parametrize("per_second", [Fraction(1, 86_400_000), Fraction(1_000_000)])
def test_false_alarms_at_hardly_any_and_at_much_traffic(per_second: Fraction) -> None:
    leg = Leg(Duration.parse("1h"), Duration.parse("5m"), Fraction("14.4"))
    assert burnrate.false_alarms_a_month(leg, THREE_NINES, per_second) == pytest.approx(0, abs=0.001)


def test_budget_in_time_and_events() -> None:
    assert burnrate.budget_time(THREE_NINES, MONTH) == 2592
    assert burnrate.budget_events(THREE_NINES, MONTH, Fraction(40)) == 103_680
    assert burnrate.time_to_errors(3, Fraction(10, 3600), Fraction(1)) == 1080
    assert burnrate.highest_factor(THREE_NINES) == 1000
    assert burnrate.highest_factor(Decimal(1)) is None
    assert burnrate.smallest_share(Duration.parse("28d"), Duration.parse("3d")) == Fraction(3, 28)


@given(
    st.integers(1, 200),
    st.decimals("0.5", "0.9999", places=4),
    st.fractions(Fraction(1, 100_000), 5, max_denominator=100_000),
    st.integers(1, 40 * 86_400).map(Duration.seconds),
)
def test_whole_numbers_decide_as_fractions_do(
    count: int, objective: Decimal, per_second: Fraction, window: Duration
) -> None:
    budget = burnrate.budget_time(objective, window)
    assert burnrate.expects(count, per_second, window) == (per_second * window.in_seconds >= count)
    assert burnrate.tolerates_an_event(objective, window, per_second) == (budget * per_second >= 1)
    assert burnrate.budget_milliseconds(objective, window) <= budget * 1_000
    assert burnrate.budget_milliseconds(objective, window) + 1 > budget * 1_000
