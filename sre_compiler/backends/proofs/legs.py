"""What is shown of a leg: just above its threshold, just below, a total outage, and what comes after each."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from msgspec import Struct

from sre_compiler import burnrate
from sre_compiler.backends.prometheus import series
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.case import Assert
from sre_compiler.backends.proofs.course import Course, Stretch, length
from sre_compiler.backends.proofs.forecast import Outlook, moments
from sre_compiler.program.objectives import Objective, PolicyLeg
from sre_compiler.units import Duration

if TYPE_CHECKING:  # numpy is loaded when a case is worked out
    from sre_compiler.simulation.outlook import Seen

ABOVE, BELOW = Fraction(105, 100), Fraction(97, 100)
"""Of the threshold: near enough that no other threshold would do, far enough that rounding does not decide."""

_SPARE = 8
_NEAR = 0.005


class Plan(Struct, frozen=True):
    """A course, its name, and the step at which windows are looked at: the end of an outage; 0: at none."""

    name: str
    course: Course
    look: int


def plans(objective: Objective, leg: PolicyLeg, step: Duration) -> tuple[Plan, ...]:
    """The courses of a leg, in steps of so long."""
    return _plans(objective.objective, leg.leg, step)


@lru_cache(maxsize=1024)
def _plans(objective: Decimal, leg: burnrate.Leg, step: Duration) -> tuple[Plan, ...]:
    return tuple(_planned(objective, leg, step))


def _planned(objective: Decimal, leg: burnrate.Leg, step: Duration) -> Iterator[Plan]:
    theta = burnrate.threshold(objective, leg.factor)
    many = 10 ** (3 + ceil(-log10(theta)))
    long = _steps(leg.long, step)
    rest = _steps(leg.short, step) + _steps(burnrate.keep_firing_for(leg), step) + _SPARE
    above, below = min(many, ceil(ABOVE * theta * many)), floor(BELOW * theta * many)
    brief = ceil(theta * long) + _SPARE
    healthy = Stretch(long + _SPARE, many, 0)
    lasts = long + _SPARE // 2
    calm = Stretch(rest, many, 0)
    yield _plan(leg, "just above its threshold", healthy, Stretch(lasts, many - above, above), calm)
    yield _plan(leg, "just below its threshold", healthy, Stretch(lasts, many - below, below), calm)
    unborn, total = Stretch(long + _SPARE, many, None), Stretch(brief, 0, 2 * many)
    yield _plan(leg, "a total outage that leaves a few errors", unborn, total, Stretch(rest, many - below, below))


def _plan(leg: burnrate.Leg, name: str, before: Stretch, outage: Stretch, after: Stretch) -> Plan:
    """Ratios are looked at where each window has a value of its own, or is full of errors."""
    look = 0 if name.startswith("just above") else before.steps + outage.steps - 1
    return Plan(f"{leg.long} leg, {name}", (before, outage, after), look)


def _steps(span: Duration, step: Duration) -> int:
    return -(-span.milliseconds // step.milliseconds)


def outlook(told: Iterator[Seen], at: int) -> Outlook:
    """What both conventions agree in."""
    both = list(told)
    ratios = tuple(
        (window, min(values), max(values))
        for window, values in ((one, [seen.ratios[one] for seen in both]) for one in both[0].ratios)
        if all(value > 0 for value in values)
    )
    return Outlook(moments(one.episodes for one in both), not any(one.episodes for one in both), at, ratios)


def asserts(frame: Frame, leg: PolicyLeg, found: Outlook, evaluation: Duration, end: int) -> Iterator[Assert]:
    """That the leg fires when it should, and the ratio that each window has at one moment."""
    if leg in frame.objective.alerting_legs:
        firing = firing_of(frame, frame.objective.burn_alert, leg.name)
        if found.silent:
            yield f"count(count_over_time({firing}[{Duration(end)}]))", end, None
        if found.moments is not None:
            for at, fires in found.moments.asserted(evaluation.milliseconds, end):
                yield f"count({firing})", at, 1 if fires else None
    for window, low, high in found.ratios:
        metric = frame.select(series.window_ratio(window))
        yield f"count({metric} > {low * (1 - _NEAR):.6g} < {high * (1 + _NEAR):.6g})", found.at, 1


def firing_of(frame: Frame, alert: str, leg: str = "") -> str:
    """A selector of the alert while it fires."""
    of_leg = f',leg="{leg}"' if leg else ""
    return f'ALERTS{{alertname="{alert}",alertstate="firing"{of_leg},slo_id="{frame.objective.slo_id}"}}'


def others(frame: Frame) -> dict[str, str]:
    """The labels of the group that is always healthy; the other one is called by `ours`."""
    return dict.fromkeys(frame.objective.group_by, "healthy")


def ours(frame: Frame) -> dict[str, str]:
    """The labels of the group that has the outage."""
    return dict.fromkeys(frame.objective.group_by, "bad")


def healthy(course: Course) -> Course:
    """The same traffic without an error."""
    return (Stretch(length(course), course[0].good, 0),)
