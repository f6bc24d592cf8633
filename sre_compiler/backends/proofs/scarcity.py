"""Courses in which the ratio is far above the threshold, and `min_errors` alone decides."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil

from sre_compiler import burnrate
from sre_compiler.backends.proofs.course import Course, Stretch
from sre_compiler.backends.proofs.plans import BELOW, SPARE, Plan, rest, scale, steps
from sre_compiler.units import Duration

_TENTHS = 10
_FEW = 3
"""So few errors that two of them within three quarters of a window read like all of them."""
_MANY_ERRORS = 10
"""Times as many as `min_errors`, which have left the window when that is what decides."""


@lru_cache(maxsize=1024)
def few_errors(objective: Decimal, leg: burnrate.Leg, step: Duration, least: int) -> Plan:
    """Barely too few errors, then barely enough; many more are older than the long window."""
    theta, _ = scale(objective, leg)
    many = _MANY_ERRORS * least * _TENTHS
    enough = least * _TENTHS - 4
    parts = enough - 6, 4, 2
    return Plan(
        f"{leg.long} leg, barely too few errors, then enough",
        _sparse(leg, step, (ceil(4 * many / theta), many), parts, 0),
        each=Fraction(1, 60 * _TENTHS),
    )


@lru_cache(maxsize=1024)
def few_counted(objective: Decimal, leg: burnrate.Leg, step: Duration, least: int) -> Plan:
    """The same in whole errors of counters."""
    theta, _ = scale(objective, leg)
    burst = Stretch(1, ceil(4 * _MANY_ERRORS * least / theta), _MANY_ERRORS * least)
    if least > _FEW:
        too_few = ceil(least * BELOW) - 1
        course = _sparse(leg, step, (burst.good or 0, burst.bad or 0), (too_few - 1, 1, least - too_few), 1)
    else:
        course = _fewest(leg, step, burst, least)
    return Plan(f"{leg.long} leg, too few errors, then enough", course)


def _fewest(leg: burnrate.Leg, step: Duration, burst: Stretch, least: int) -> Course:
    """Enough within four fifths of the window; then one that only with older ones would be enough."""
    long = steps(leg.long, step)
    return (
        Stretch(SPARE, 0, 0),
        Stretch(1, 0, least - 1),
        Stretch(long * 4 // 5 - 1, 0, 0),
        Stretch(1, 0, 1),
        Stretch(rest(leg, step), 0, 0),
        burst,
        Stretch(long + 2, 0, 0),
        Stretch(1, 0, 1),
        Stretch(SPARE, 0, 0),
    )


def _sparse(
    leg: burnrate.Leg, step: Duration, burst: tuple[int, int], errors: tuple[int, int, int], good: int
) -> Course:
    """Many events, and a fifth of the window later the first errors; the others when what was at first has left the window."""
    long = steps(leg.long, step)
    wait = max(long // 5, SPARE)
    first, second, third = errors
    return (
        Stretch(2, 0, 0),
        Stretch(1, *burst),
        Stretch(wait - 1, 0, 0),
        Stretch(1, good, first),
        Stretch(long - wait + 2, 0, 0),
        Stretch(1, 0, second),
        Stretch(5, 0, 0),
        Stretch(1, 0, third),
        Stretch(rest(leg, step), 0, 0),
    )
