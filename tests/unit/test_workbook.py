"""Chapter 5 of the SRE Workbook, "Alerting on SLOs": every number of it, from `burnrate` and from the simulator apart.

https://sre.google/workbook/alerting-on-slos/. The simulator sees events every second and evaluates every second, so that what it
says may be late by a second and two roundings of it; it takes none of its answers from `burnrate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from sre_compiler import burnrate
from sre_compiler.burnrate import Leg
from sre_compiler.simulation.alerting import firing
from sre_compiler.simulation.ranges import Convention, Samples, rate
from sre_compiler.units import Duration

OBJECTIVE, MONTH = Decimal("0.999"), Duration.parse("30d")
BUDGET = Fraction(1, 1000)
MINUTE, HOUR, DAY = 60, 3600, 86_400


def leg(long: str, short: str, factor: str) -> Leg:
    return Leg(Duration.parse(long), Duration.parse(short), Fraction(factor))


def single(window: str, factor: str) -> Leg:
    """The Workbook's first methods look at one window."""
    return leg(window, window, factor)


PAGE, SLOW_PAGE, TICKET = leg("1h", "5m", "14.4"), leg("6h", "30m", "6"), leg("3d", "6h", "1")


@dataclass(frozen=True)
class Seen:
    """Seconds: when a leg fires after the begin of an outage, and clears after its end; the share of the budget it spent till then."""

    after: int | None
    clears: int | None
    spent: Fraction | None


def simulated(one: Leg, error_ratio: str, lasts: int, objective: Decimal = OBJECTIVE, step: int = 1) -> Seen:
    """A service of steady traffic that has been well for as long as the leg looks, and then has this outage."""
    per_step, history = 10**6, int(one.long.in_seconds) + 10 * step
    steps = np.arange(0, history + lasts + int(one.short.in_seconds) + 10 * step, step)
    outage = (steps > history) & (steps <= history + lasts)
    times = steps.astype(np.int64) * 1000
    errors = 10**9 + np.cumsum(np.where(outage, float(error_ratio) * per_step, 0.0))
    bad, total = (
        Samples(times, values, times[:0]) for values in (errors, 10**9 + per_step * np.arange(len(steps), dtype=float))
    )
    theta = float(Fraction(str(1 - objective)) * one.factor)
    holds = np.ones(len(times), dtype=np.bool_)
    for window in (one.long, one.short):
        share = rate(bad, times, window, Convention.CLOSED) / rate(total, times, window, Convention.CLOSED)
        holds &= share > theta * (1 + 1e-9)
    fires = times[firing(times, holds)] // 1000
    if not len(fires):
        return Seen(None, None, None)
    after = int(fires[0]) - history
    spent = after * Fraction(error_ratio) / burnrate.budget_time(objective, MONTH)
    return Seen(after, int(fires[-1]) + step - history - lasts, spent)


@dataclass(frozen=True)
class Case:
    """What the Workbook says of a leg and an outage; seconds, None: never."""

    leg: Leg
    error_ratio: str
    lasts: int
    detected: str | None
    reset: str | None
    objective: Decimal = OBJECTIVE
    step: int = 1


CASES = {
    "1: ten minutes over the objective, a total outage": Case(single("10m", "1"), "1", HOUR, "0.6", "599.4"),
    "1: the objective itself is no reason": Case(single("10m", "1"), "0.001", HOUR, None, None),
    "2: a window of 36 h sees a total outage after 2 m 10 s": Case(
        single("36h", "1"), "1", HOUR, "129.6", "129470.4", step=10
    ),
    "4: an hour at 36 times sees a total outage after 2 m 10 s": Case(single("1h", "36"), "1", HOUR, "129.6", "3470.4"),
    "4: 35 times is never seen": Case(single("1h", "36"), "0.035", 4 * HOUR, None, None),
    "6: a total outage": Case(PAGE, "1", HOUR, "51.84", "295.68"),
    "6: half of the events": Case(PAGE, "0.5", HOUR, "103.68", "291.36"),
    "6: one in ten": Case(PAGE, "0.1", HOUR, "518.4", "256.8"),
    "6: one in fifty": Case(PAGE, "0.02", HOUR, "2592", "84"),
    "6: 15 times the budget": Case(PAGE, "0.015", 2 * HOUR, "3456", "12"),
    "6: ten times is for the slow page": Case(PAGE, "0.01", 2 * HOUR, None, None),
    "6: ten times, the slow page": Case(SLOW_PAGE, "0.01", 5 * HOUR, "12960", "720", step=5),
    "6: 7 times, the slow page": Case(SLOW_PAGE, "0.007", 6 * HOUR, "18514.3", "257.1", step=5),
    "6: five times is for the tickets": Case(SLOW_PAGE, "0.005", 7 * HOUR, None, None, step=5),
    "6: the ticket of three days, ten times": Case(TICKET, "0.01", 12 * HOUR, "25920", "19440", step=30),
    "6: the ticket of three days, 1.1 times": Case(TICKET, "0.0011", 3 * DAY, "235636.4", "1963.6", step=30),
    "figure 5-6: 15 % for ten minutes, the page": Case(PAGE, "0.15", 10 * MINUTE, "345.6", "271.2"),
    "figure 5-6: its short window alone": Case(single("5m", "14.4"), "0.15", 10 * MINUTE, "28.8", "271.2"),
    "figure 5-6: its long window alone": Case(single("1h", "14.4"), "0.15", 10 * MINUTE, "345.6", "3254.4"),
    "five nines: a total outage, gone in 26 s": Case(PAGE, "1", HOUR, "0.5184", "299.9568", Decimal("0.99999")),
    "90 %: not even a total outage": Case(PAGE, "1", 2 * HOUR, None, None, Decimal("0.9")),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_detection_and_reset_by_arithmetic(case: Case) -> None:
    ratio = Fraction(case.error_ratio)
    detected, reset = (
        burnrate.time_to_detect(case.leg, case.objective, ratio),
        burnrate.time_to_reset(case.leg, case.objective, ratio),
    )
    for found, stated in ((detected, case.detected), (reset, case.reset)):
        if stated is None:
            assert found is None
        elif case.lasts >= case.leg.short.in_seconds or found is detected:
            assert found is not None
            assert float(found) == pytest.approx(float(stated), abs=0.05)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_detection_and_reset_by_simulation(case: Case) -> None:
    seen = simulated(case.leg, case.error_ratio, case.lasts, case.objective, case.step)
    if case.detected is None or case.reset is None:
        assert seen == Seen(None, None, None)
        return
    assert seen.after is not None
    assert seen.clears is not None
    assert 0 < seen.after - float(case.detected) <= case.step
    assert -case.step <= seen.clears - float(case.reset) <= case.step


FACTORS = [
    # share of the budget, long window, factor: tables 5-6 and 5-8
    ("0.02", "1h", Fraction("14.4")),
    ("0.05", "6h", Fraction(6)),
    ("0.1", "3d", Fraction(1)),
    ("0.1", "1d", Fraction(3)),
    ("0.05", "1h", Fraction(36)),  # method 4
]


@pytest.mark.parametrize(("share", "long", "factor"), FACTORS)
def test_factors_and_the_budget_spent_at_detection(share: str, long: str, factor: Fraction) -> None:
    window = Duration.parse(long)
    assert burnrate.factor_of_share(Decimal(share), MONTH, window) == factor
    assert burnrate.share_of_factor(factor, MONTH, window) == Fraction(share)


@pytest.mark.parametrize(("share", "long", "factor"), FACTORS)
@pytest.mark.parametrize("times", ["1.1", "3"])
def test_the_budget_spent_at_detection_is_the_share_whatever_the_outage(
    share: str, long: str, factor: Fraction, times: str
) -> None:
    """Later by a step at most, which spends at the rate of the outage."""
    one, ratio = single(long, str(factor)), Fraction(times) * factor * BUDGET
    step = max(1, int(one.long.in_seconds) // 3600)
    spent = simulated(one, str(float(ratio)), int(one.long.in_seconds), step=step).spent
    assert spent is not None
    assert 0 <= spent - Fraction(share) <= step * ratio / burnrate.budget_time(OBJECTIVE, MONTH) + Fraction(1, 10**9)


@pytest.mark.parametrize(
    ("burn", "seconds"),
    [
        ("1", 30 * DAY),
        ("2", 15 * DAY),
        ("10", 3 * DAY),
        ("1000", Fraction("43.2") * MINUTE),
        ("35", Fraction(30 * DAY, 35)),
    ],
)
def test_table_5_4_and_method_4_time_to_exhaustion(burn: str, seconds: Fraction) -> None:
    """30 days, 15 days, 3 days, 43 minutes; at 35 times all is gone in 20.5 h, and method 4 has not seen it."""
    ratio = Fraction(burn) * BUDGET
    assert burnrate.time_to_exhaust(OBJECTIVE, MONTH, ratio) == seconds
    spent = np.cumsum(np.full(30 * DAY // MINUTE, float(ratio) * MINUTE)) / float(
        burnrate.budget_time(OBJECTIVE, MONTH)
    )
    counted = (int(np.searchsorted(spent, 1 - 1e-9)) + 1) * MINUTE
    assert 0 <= counted - seconds <= MINUTE


def test_method_1_alerts_144_times_a_day_for_a_hundredth_of_the_budget_each() -> None:
    """Ten minutes at exactly the objective's ratio spend 0.02 % of the budget; 144 of them fit a day, and the budget lasts."""
    alert = burnrate.share_of_factor(Fraction(1), MONTH, Duration.parse("10m"))
    assert float(alert) == pytest.approx(0.000231, abs=1e-6)
    bursts = [Fraction("1.01") * BUDGET * 10 * MINUTE] * 144  # each just over the objective
    assert sum(bursts) / burnrate.budget_time(OBJECTIVE, MONTH) < Fraction("0.034")
    assert simulated(single("10m", "1"), "0.00101", 10 * MINUTE).after is not None


def test_method_3_a_duration_misses_a_total_outage_that_spends_the_budget() -> None:
    """Errors for one hour `for: 1h`: a total outage of an hour spends 139 % before anybody is told; 5 of 10 minutes are never seen."""
    spent = HOUR / burnrate.budget_time(OBJECTIVE, MONTH)
    assert float(spent) == pytest.approx(1.389, abs=0.001)
    minutes = np.arange(0, 3 * HOUR, MINUTE, dtype=np.int64) * 1000
    bad_always, bad_in_spikes = minutes >= 0, (minutes // (5 * MINUTE * 1000)) % 2 == 0
    assert int(firing(minutes, bad_always, lasting=Duration.parse("1h")).argmax()) == 60
    assert not firing(minutes, bad_in_spikes, lasting=Duration.parse("1h")).any()


def test_method_3_a_spike_of_five_minutes_in_ten_spends_12_percent() -> None:
    spike = 5 * MINUTE / burnrate.budget_time(OBJECTIVE, MONTH)
    assert float(spike) == pytest.approx(0.1157, abs=0.0001)
    assert float(3 * spike) == pytest.approx(0.347, abs=0.001)


def test_low_traffic_a_single_failure_of_ten_requests_an_hour() -> None:
    """It spends 13.9 % of the budget, of which seven are allowed; the short window holds nothing else, and burns 1000 times."""
    an_hour, failures_a_month = Fraction(10, HOUR), Fraction("7.2")
    assert burnrate.budget_events(OBJECTIVE, MONTH, an_hour) == failures_a_month
    assert float(1 / failures_a_month) == pytest.approx(0.1389, abs=0.0001)
    assert burnrate.errors_needed(PAGE, OBJECTIVE, an_hour) == 1
    short, long = one_failure_at_ten_an_hour()
    assert short / float(BUDGET) == pytest.approx(1000)
    assert long == pytest.approx(0.1, rel=0.01)
    assert min(short, long) > burnrate.threshold(OBJECTIVE, PAGE.factor)


def one_failure_at_ten_an_hour() -> tuple[float, float]:
    """The error ratios of the page's windows, right after a request fails for which there were two hours of good ones."""
    times = np.arange(0, 2 * HOUR + 1, 15, dtype=np.int64) * 1000
    requests = 10**6 + np.floor(times / 1000 / 360)
    failed = 10**6 + (times >= 2 * HOUR * 1000).astype(float)
    total, bad = (Samples(times, values, times[:0]) for values in (requests, failed))
    now = times[-1:]
    short, long = (
        (rate(bad, now, window, Convention.CLOSED) / rate(total, now, window, Convention.CLOSED)).item()
        for window in (PAGE.short, PAGE.long)
    )
    return short, long


def test_90_percent_a_total_outage_of_an_hour_spends_less_than_the_page_needs() -> None:
    """1.4 % in an hour, so that 2 % in an hour cannot happen."""
    spent = HOUR / burnrate.budget_time(Decimal("0.9"), MONTH)
    assert float(spent) == pytest.approx(0.01389, abs=0.00001)
    assert not burnrate.reachable(Decimal("0.9"), PAGE.factor)


def test_five_nines_and_a_canary() -> None:
    """A total outage spends the month's budget in 26 seconds; where it hits 1 % of the users only, in 43 minutes."""
    assert burnrate.time_to_exhaust(Decimal("0.99999"), MONTH, Fraction(1)) == Fraction("25.92")
    assert burnrate.time_to_exhaust(Decimal("0.99999"), MONTH, Fraction(1, 100)) == Fraction("43.2") * MINUTE
