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

SPARE = 8
"""Steps beyond what a window or an alert needs."""
_BRIEF = 4


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
    theta, many = scale(objective, leg)
    long = steps(leg.long, step)
    above, below = min(many, ceil(ABOVE * theta * many)), floor(BELOW * theta * many)
    healthy = Stretch(long + SPARE, many, 0)
    lasts = long + SPARE // 2
    course = (
        healthy,
        Stretch(lasts, many - below, below),
        Stretch(lasts, many - above, above),
        Stretch(rest(leg, step), many, 0),
    )
    return Plan(f"{leg.long} leg, just below its threshold, then just above", course, (healthy.steps + lasts - 1,))


def _outage(objective: Decimal, leg: burnrate.Leg, step: Duration) -> Plan:
    """Windows are looked at without traffic, at the first event, without errors, early in the outage, and at its end."""
    theta, many = scale(objective, leg)
    long, short = steps(leg.long, step), steps(leg.short, step)
    below = floor(BELOW * theta * many)
    quiet = Stretch(max(2, steps(Duration.seconds(180), step)), 0, None)
    first = Stretch(1, 1, None)
    unborn, total = Stretch(long + SPARE, many, None), Stretch(ceil(theta * long) + SPARE, 0, 2 * many)
    course = (quiet, first, unborn, total, Stretch(rest(leg, step), many - below, below))
    begins = quiet.steps + 1 + unborn.steps
    looks = quiet.steps - 1, quiet.steps, begins - 1, begins + max(1, short * 2 // 3), begins + total.steps - 1
    return Plan(f"{leg.long} leg, no traffic, then a total outage that leaves a few errors", course, looks)


@lru_cache(maxsize=1024)
def ending(objective: Decimal, leg: burnrate.Leg, step: Duration) -> Plan:
    """The series end in a total outage, soon after they began."""
    theta, many = scale(objective, leg)
    most = ceil(theta * steps(leg.long, step)) + SPARE
    outage = min(most, until_reached(theta, _BRIEF) + SPARE)
    gone = Stretch(rest(leg, step), None, None)
    course = (Stretch(_BRIEF, many, 0), Stretch(outage, 0, many), gone)
    return Plan(f"{leg.long} leg, the series end in a total outage", course)


@lru_cache(maxsize=1024)
def until_reached(theta: Fraction, healthy: int) -> int:
    """Steps of a total outage until its share of all that was seen is the threshold."""
    return ceil(healthy * theta / (1 - theta)) if theta < 1 else 0


def rest(leg: burnrate.Leg, step: Duration) -> int:
    """Steps until the leg no longer fires."""
    return steps(leg.short, step) + steps(burnrate.keep_firing_for(leg), step) + SPARE


def steps(span: Duration, step: Duration) -> int:
    return -(-span.milliseconds // step.milliseconds)


def scale(objective: Decimal, leg: burnrate.Leg) -> tuple[Fraction, int]:
    """The threshold, and so many events that shares of them near it are whole numbers."""
    theta = burnrate.threshold(objective, leg.factor)
    return theta, 10 ** (3 + ceil(-log10(theta)))
