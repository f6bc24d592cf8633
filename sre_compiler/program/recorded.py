"""How the recorded series come about: how often each rule group is evaluated, and over which ranges it looks.

The Prometheus backend writes rules by this, and the simulator replays them.
"""

from __future__ import annotations

from decimal import Decimal

from sre_compiler.program.indicators import ClassicLatency, Indicator, NativeLatency, ProbeSamples, Ratio
from sre_compiler.program.objectives import BRICK
from sre_compiler.units import Duration

SPACING = Duration.seconds(60)
"""The interval of the `fast` group: the weight of each recorded sample."""

SLOW = Duration.seconds(120)
"""The interval of the `slow` group."""

BUDGET = Duration.seconds(240)
"""The interval of the `budget` group: below five minutes, because instant selectors look back no further."""

LONGEST_RAW = Duration.seconds(3600)
"""Longer windows come from the recorded series: their cost no longer grows with the number of raw series."""

_TICK = 1
"""A range shorter by a millisecond holds the same samples on servers with closed ranges (2.x) and left-open ones (3.x)."""


def just_below(window: Duration) -> Duration:
    """The range that holds exactly `window / spacing` samples on every server, aligned or not."""
    return Duration(window.milliseconds - _TICK)


def measured_range(indicator: Indicator, scrape_interval: Duration) -> Duration:
    """The range of raw data behind each sample of the five-minute series.

    Of counters it is five minutes and one scrape interval: each pair of neighbouring samples then lies within exactly five
    evaluations, at every phase, so an event weighs the same whenever it happens; with a range of five minutes it lies within
    four or five, 11 % apart. Of a probe each single sample lies within exactly five evaluations.
    """
    if isinstance(indicator, ProbeSamples):
        return just_below(BRICK)
    return just_below(Duration(BRICK.milliseconds + scrape_interval.milliseconds))


def raw_windows(indicator: Indicator) -> bool:
    """Whether windows up to an hour are computed from raw data; the others take every window from the recorded series."""
    return isinstance(indicator, Ratio | ClassicLatency | NativeLatency)


def is_raw(indicator: Indicator, window: Duration) -> bool:
    """Whether this window is computed from raw data."""
    return window <= LONGEST_RAW and raw_windows(indicator)


def least_events(min_errors: int) -> Decimal:
    """What a count of bad events is compared with, half an event below: estimates may read 2.7 for three."""
    return min_errors - Decimal("0.5")
