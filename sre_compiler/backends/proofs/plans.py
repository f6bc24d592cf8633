"""What happens in the cases of a leg: just below its threshold and just above, a total outage, no series, and few errors."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, log10

from msgspec import Struct

from sre_compiler import burnrate
from sre_compiler.backends.proofs.course import Course, Stretch
from sre_compiler.units import Duration

ABOVE, BELOW = Fraction(105, 100), Fraction(97, 100)
"""Of the threshold: near enough that no other threshold would do, far enough that rounding does not decide."""

_SPARE = 8
_BRIEF = 4
_TENTHS = 10
_FEW = 3
"""So few errors that two of them within three quarters of a window read like all of them."""
_MANY_ERRORS = 10
"""Times as many as `min_errors`, which have left the window when that is what decides."""


class Plan(Struct, frozen=True):
    """A course, its name, the steps at which what is recorded is looked at, and the events per second that a count of one means."""

    name: str
    course: Course
    looks: tuple[int, ...] = ()
    each: Fraction = Fraction(1)


@lru_cache(maxsize=1024)
def crossing(objective: Decimal, leg: burnrate.Leg, step: Duration) -> tuple[Plan, ...]:
    """The threshold is all but reached and then crossed, and a total outage comes after no traffic at all, in steps of so long."""
    return _near(objective, leg, step), _outage(objective, leg, step)


def _near(objective: Decimal, leg: burnrate.Leg, step: Duration) -> Plan:
    theta, many = _scale(objective, leg)
    long = steps(leg.long, step)
    above, below = min(many, ceil(ABOVE * theta * many)), floor(BELOW * theta * many)
    healthy = Stretch(long + _SPARE, many, 0)
    lasts = long + _SPARE // 2
    course = (
        healthy,
        Stretch(lasts, many - below, below),
        Stretch(lasts, many - above, above),
        Stretch(rest(leg, step), many, 0),
    )
    return Plan(f"{leg.long} leg, just below its threshold, then just above", course, (healthy.steps + lasts - 1,))


def _outage(objective: Decimal, leg: burnrate.Leg, step: Duration) -> Plan:
    """Windows are looked at without traffic, at the first event, without errors, early in the outage, and at its end."""
    theta, many = _scale(objective, leg)
    long, short = steps(leg.long, step), steps(leg.short, step)
    below = floor(BELOW * theta * many)
    quiet = Stretch(max(2, steps(Duration.seconds(180), step)), 0, None)
    first = Stretch(1, 1, None)
    unborn, total = Stretch(long + _SPARE, many, None), Stretch(ceil(theta * long) + _SPARE, 0, 2 * many)
    course = (quiet, first, unborn, total, Stretch(rest(leg, step), many - below, below))
    begins = quiet.steps + 1 + unborn.steps
    looks = quiet.steps - 1, quiet.steps, begins - 1, begins + max(1, short * 2 // 3), begins + total.steps - 1
    return Plan(f"{leg.long} leg, no traffic, then a total outage that leaves a few errors", course, looks)


@lru_cache(maxsize=1024)
def ending(objective: Decimal, leg: burnrate.Leg, step: Duration) -> Plan:
    """The series end in a total outage, soon after they began."""
    theta, many = _scale(objective, leg)
    most = ceil(theta * steps(leg.long, step)) + _SPARE
    outage = min(most, until_reached(theta, _BRIEF) + _SPARE)
    gone = Stretch(rest(leg, step), None, None)
    course = (Stretch(_BRIEF, many, 0), Stretch(outage, 0, many), gone)
    return Plan(f"{leg.long} leg, the series end in a total outage", course)


@lru_cache(maxsize=1024)
def few_errors(objective: Decimal, leg: burnrate.Leg, step: Duration, least: int) -> Plan:
    """Barely too few errors, then barely enough; many more are older than the long window."""
    theta, _ = _scale(objective, leg)
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
    theta, _ = _scale(objective, leg)
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
        Stretch(_SPARE, 0, 0),
        Stretch(1, 0, least - 1),
        Stretch(long * 4 // 5 - 1, 0, 0),
        Stretch(1, 0, 1),
        Stretch(rest(leg, step), 0, 0),
        burst,
        Stretch(long + 2, 0, 0),
        Stretch(1, 0, 1),
        Stretch(_SPARE, 0, 0),
    )


def _sparse(
    leg: burnrate.Leg, step: Duration, burst: tuple[int, int], errors: tuple[int, int, int], good: int
) -> Course:
    """Many events, and a fifth of the window later the first errors; the others when what was at first has left the window."""
    long = steps(leg.long, step)
    wait = max(long // 5, _SPARE)
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


@lru_cache(maxsize=1024)
def until_reached(theta: Fraction, healthy: int) -> int:
    """Steps of a total outage until its share of all that was seen is the threshold."""
    return ceil(healthy * theta / (1 - theta)) if theta < 1 else 0


def rest(leg: burnrate.Leg, step: Duration) -> int:
    """Steps until the leg no longer fires."""
    return steps(leg.short, step) + steps(burnrate.keep_firing_for(leg), step) + _SPARE


def steps(span: Duration, step: Duration) -> int:
    return -(-span.milliseconds // step.milliseconds)


def _scale(objective: Decimal, leg: burnrate.Leg) -> tuple[Fraction, int]:
    """The threshold, and so many events that shares of them near it are whole numbers."""
    theta = burnrate.threshold(objective, leg.factor)
    return theta, 10 ** (3 + ceil(-log10(theta)))
