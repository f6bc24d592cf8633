"""Error-budget arithmetic: the one source of every number about objectives, budgets, legs and windows.

Exact throughout: objectives are `Decimal`, factors and times are `Fraction`; times are seconds. Symbols as in chapter 5 of
the SRE Workbook, "Alerting on SLOs": error budget `b = 1 - objective`, SLO window `P`, a leg with long window `L`, short
window `S` and factor `f`, threshold `theta = f * b`, error ratio `e` during an outage, `e0` before it. Traffic is uniform,
and the history before the outage covers the long window.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, exp, floor, lgamma, log

from msgspec import Struct

from sre_compiler.units import DAY, Duration

MINUTE = 60_000


class Leg(Struct, frozen=True):
    """One pair of windows of a multiwindow, multi-burn-rate policy; it fires when both burn faster than `factor`."""

    long: Duration
    short: Duration
    factor: Fraction

    def __hash__(self) -> int:
        """Cheaper than that of a `Fraction`, which computes a modular inverse: legs are keys of caches."""
        return hash((self.long.milliseconds, self.short.milliseconds, self.factor.numerator, self.factor.denominator))


def error_budget(objective: Decimal) -> Decimal:
    """The share of events that may be bad, `b = 1 - objective`; both are ratios of one."""
    return 1 - objective


@lru_cache(maxsize=4096)
def budget_time(objective: Decimal, window: Duration) -> Fraction:
    """Seconds of total outage that spend the whole budget, `b * P`."""
    return Fraction(error_budget(objective)) * window.in_seconds


def budget_events(objective: Decimal, window: Duration, per_second: Fraction) -> Fraction:
    """Bad events that spend the whole budget at a steady rate of events, `b * P * rate`."""
    return budget_time(objective, window) * per_second


@lru_cache(maxsize=4096)
def budget_milliseconds(objective: Decimal, window: Duration) -> int:
    """The same in whole milliseconds, rounded down: as exact beside another whole number, and compared sooner."""
    return floor(budget_time(objective, window) * 1_000)


def factor_of_share(share: Decimal, window: Duration, long: Duration) -> Fraction:
    """The burn rate that spends `share` of the budget within the long window, `share * P / L`."""
    return Fraction(share) * window.milliseconds / long.milliseconds


def share_of_factor(factor: Fraction, window: Duration, long: Duration) -> Fraction:
    """The share of the budget that is spent when the leg fires, `f * L / P`; the inverse of `factor_of_share`."""
    return factor * long.milliseconds / window.milliseconds


def smallest_share(window: Duration, long: Duration) -> Fraction:
    """The smallest share that gives a factor of at least 1, `L / P`: below it a leg fires on a service that meets its SLO."""
    return Fraction(long.milliseconds, window.milliseconds)


@lru_cache(maxsize=4096)
def threshold(objective: Decimal, factor: Fraction) -> Fraction:
    """The error ratio above which a leg fires, `theta = f * b`."""
    return factor * Fraction(error_budget(objective))


@lru_cache(maxsize=4096)
def _ratio(objective: Decimal) -> tuple[int, int]:
    """The error budget as a fraction in lowest terms."""
    return error_budget(objective).as_integer_ratio()


def reachable(objective: Decimal, factor: Fraction) -> bool:
    """Whether an error ratio can exceed the threshold; at `f * b >= 1` not even a total outage does."""
    bad, whole = _ratio(objective)
    times, over = factor.as_integer_ratio()
    return times * bad < over * whole


def is_at_most(factor: Fraction, other: Fraction) -> bool:
    """`factor <= other`, without what `Fraction` does for the sake of other kinds of numbers."""
    times, over = factor.as_integer_ratio()
    other_times, other_over = other.as_integer_ratio()
    return times * other_over <= other_times * over


def is_below_one(factor: Fraction) -> bool:
    """Whether a leg with this factor fires on a service that meets its objective."""
    return factor.numerator < factor.denominator


def is_above(share: Fraction, objective: Decimal, factor: Fraction) -> bool:
    """Whether the threshold is so high that an outage of this share of all events does not reach it, `f * b > share`."""
    bad, whole = _ratio(objective)
    times, over = factor.as_integer_ratio()
    part, parts = share.as_integer_ratio()
    return times * bad * parts > over * whole * part


def lowest_reachable_objective(factor: Fraction) -> Fraction:
    """The objective above which the leg can fire, `1 - 1 / f`."""
    return 1 - 1 / factor


def highest_factor(objective: Decimal) -> Fraction | None:
    """The burn rate of a total outage, `1 / b`; None for an objective without a budget."""
    budget = Fraction(error_budget(objective))
    return 1 / budget if budget else None


def time_to_detect(
    leg: Leg, objective: Decimal, error_ratio: Fraction, baseline: Fraction = Fraction(0)
) -> Fraction | None:
    """Seconds from the start of an outage until the leg fires, `L * (theta - e0) / (e - e0)`; None when it never does."""
    theta = threshold(objective, leg.factor)
    if error_ratio <= theta:
        return None
    return leg.long.in_seconds * max(theta - baseline, Fraction(0)) / (error_ratio - baseline)


def time_to_reset(leg: Leg, objective: Decimal, error_ratio: Fraction) -> Fraction | None:
    """Seconds from the end of an outage until the short window is below the threshold, `S * (1 - theta / e)`."""
    theta = threshold(objective, leg.factor)
    if error_ratio <= theta:
        return None
    return leg.short.in_seconds * (1 - theta / error_ratio)


def time_to_exhaust(objective: Decimal, window: Duration, error_ratio: Fraction) -> Fraction | None:
    """Seconds until a full budget is spent, `P * b / e`; None without errors."""
    return budget_time(objective, window) / error_ratio if error_ratio else None


def time_to_errors(count: int, per_second: Fraction, error_ratio: Fraction) -> Fraction | None:
    """Seconds until `count` bad events have happened, `k / (r * e)`: what `min_errors` costs in detection time."""
    bad_rate = per_second * error_ratio
    return count / bad_rate if bad_rate else None


def expects(count: int, per_second: Fraction, window: Duration) -> bool:
    """Whether so many events or more are to be expected within the window, `r * L >= k`."""
    events, seconds = per_second.as_integer_ratio()
    return events * window.milliseconds >= count * seconds * 1_000


def tolerates_an_event(objective: Decimal, window: Duration, per_second: Fraction) -> bool:
    """Whether the budget holds a whole event, `b * P * r >= 1`."""
    bad, whole = _ratio(objective)
    events, seconds = per_second.as_integer_ratio()
    return bad * window.milliseconds * events >= whole * 1_000 * seconds


@lru_cache(maxsize=4096)
def errors_needed(leg: Leg, objective: Decimal, per_second: Fraction) -> int:
    """Bad events within the windows before the leg fires, `max(floor(theta r L), floor(theta r S)) + 1`."""
    bad_per_second = threshold(objective, leg.factor) * per_second
    return max(floor(bad_per_second * leg.long.in_seconds), floor(bad_per_second * leg.short.in_seconds)) + 1


def false_alarms_a_month(leg: Leg, objective: Decimal, per_second: Fraction, min_errors: int = 1) -> float:
    """Alerts in 30 days of a healthy service, whose error ratio is `b / 2`, from a leg that also needs `min_errors`.

    First-order scan statistic of a Poisson process: `l * 30 d * m^(k - 1) / (k - 1)! * e^-m` with `l = b / 2 * r` and
    `m = l * L`. The errors `k = floor(theta N) + 1` that the leg needs are averaged over the events `N` of its long window,
    whose mean is `r * L`: in a quiet hour fewer are enough.
    """
    rate = Fraction(error_budget(objective)) / 2 * per_second
    month, expected = float(rate * 30 * DAY), float(rate * leg.long.in_seconds)
    theta = float(threshold(objective, leg.factor))
    events = float(per_second * leg.long.in_seconds)
    width = 6 * events**0.5
    step = max(1, round(width / 500))
    counts = range(max(0, floor(events - width)), ceil(events + width) + 1, step)
    weights = [_poisson(events, count) for count in counts]
    needed = [max(floor(theta * count) + 1, min_errors) for count in counts]
    alarms = sum(weight * _poisson(expected, errors - 1) for weight, errors in zip(weights, needed, strict=True))
    return month * alarms / sum(weights)


def _poisson(mean: float, count: int) -> float:
    """The probability of `count` events where `mean` are expected; without an event to expect it is that of none."""
    return exp(count * log(mean) - lgamma(count + 1) - mean) if mean else float(not count)


def keep_firing_for(leg: Leg) -> Duration:
    """How long a leg goes on firing after its condition clears: 1.2 times the short window, rounded up to a minute.

    Close to the threshold a leg resets within seconds; without this it flaps.
    """
    return Duration(ceil(Fraction(leg.short.milliseconds * 6, 5 * MINUTE)) * MINUTE)
