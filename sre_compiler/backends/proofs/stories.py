"""What happens to the raw data of an indicator: an outage and then no data, or an outage in which every leg fires."""

from __future__ import annotations

from math import ceil

from msgspec import Struct

from sre_compiler import burnrate
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.course import Course, Stretch, length
from sre_compiler.backends.proofs.plans import rest, steps, until_reached
from sre_compiler.backends.proofs.sources import Sources
from sre_compiler.program import recorded
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.units import Duration

MINUTE = recorded.SPACING.milliseconds
_FIRST, _BEFORE, _QUIET, _AGAIN = 3, 10, 8, 6
"""Minutes without traffic, of traffic, again without any, and of traffic again."""
_AFTERWARDS = (25, 33, 52, 63)
"""Minutes after an outage at which half an hour and an hour still hold it, and hold it no longer."""
_EMPTY, _SOON, _LATER = 5, 4, 3
"""Minutes without traffic after which five minutes hold none; into an outage, and after its last sample, at which it is looked at;
by which the healthy group outlives the other one."""
_SHORTEST, _LONGEST = 8, 90
"""Minutes of an outage."""
LONGEST_SILENCE = Duration.seconds(6 * 3600)
"""Until a no-data alert fires that is shown to: promtool takes seconds for each hour of all rules."""


class Story(Struct, frozen=True):
    """What happens to each group, ours first; at which minutes it is looked at; the legs that are asked for."""

    name: str
    groups: tuple[Course, ...]
    looks: tuple[int, ...]
    legs: tuple[PolicyLeg, ...]
    evaluation: Duration = recorded.SPACING


def outage(frame: Frame, raw: Sources) -> Story:
    """Traffic, none, traffic, an outage, and no series; the healthy group lives a little longer."""
    one, step = frame.objective, frame.server.scrape_interval
    legs = tuple(leg for leg in one.alerting_legs if leg.leg.long <= recorded.LONGEST_RAW)
    many, double, none = _events(frame, raw)
    begins = _FIRST + _BEFORE + _QUIET + _AGAIN
    lasts = _until_fired(frame, legs, begins)
    course: Course = (
        Stretch(_steps(_FIRST, step), none, 0),
        Stretch(_steps(_BEFORE, step), many, 0),
        Stretch(_steps(_QUIET, step), none, 0),
        Stretch(_steps(_AGAIN, step), many, 0),
        Stretch(_steps(lasts, step), 0, double),
    )
    ends = begins + lasts
    looks: tuple[int, ...] = (0, _FIRST - 1, _FIRST + _BEFORE + _EMPTY, begins + _SOON, ends - 1)
    over = max([_steps(_LATER, step), *(rest(leg.leg, step) for leg in legs)])
    if one.no_data.then == "bad":
        ends += _LATER
        well = max(over, _steps(_AFTERWARDS[-1] + 1, step))
        course = (*course, Stretch(_steps(_LATER, step), None, None), Stretch(well, many, 0))
        looks = (*looks, ends - 1, *(ends + minutes for minutes in _AFTERWARDS))
        return Story("an outage and no data", (course,), looks, legs)
    if one.no_data.then == "alert" and one.no_data.after <= LONGEST_SILENCE:
        over = max(over, steps(one.no_data.after, step) + _steps(_LATER + 15, step))
    healthy = (Stretch(length(course) + _steps(_LATER, step), many, 0), Stretch(over, None, None))
    groups = ((*course, Stretch(over + _steps(_LATER, step), None, None)), healthy)
    return Story("an outage, then no data", groups[: 1 + bool(one.group_by)], (*looks, ends + _SOON), legs)


def every_leg(frame: Frame, raw: Sources) -> Story:
    """An outage so soon after the first sample that every leg fires."""
    one, step = frame.objective, frame.server.scrape_interval
    many, double, _ = _events(frame, raw)
    lasts = _until_fired(frame, one.alerting_legs, _AGAIN)
    course = (Stretch(_steps(_AGAIN, step), many, 0), Stretch(_steps(lasts, step), 0, double))
    groups = course, (Stretch(length(course), many, 0),)
    looks = (_AGAIN + lasts - 2,)
    return Story("from raw data to every alert", groups[: 1 + bool(one.group_by)], looks, one.alerting_legs)


def _events(frame: Frame, raw: Sources) -> tuple[int, int, int]:
    """Events of a step before the outage, within it, and while there are none: few, so that no other guard than 0 would do."""
    if not raw.counts:
        return 1, 1, 1
    many = max(1, frame.server.scrape_interval.milliseconds // 6000, frame.objective.min_errors // 20)
    return many, 2 * many, 0


def _until_fired(frame: Frame, legs: tuple[PolicyLeg, ...], before: int) -> int:
    """Minutes of an outage within which every leg fires that can, when all that was seen are so many minutes before it."""
    thetas = [burnrate.threshold(frame.objective.objective, leg.leg.factor) for leg in legs]
    return min(_LONGEST, max([_SHORTEST, *(until_reached(theta, before) + _SOON for theta in thetas)]))


def _steps(minutes: int, step: Duration) -> int:
    return ceil(minutes * MINUTE / step.milliseconds)
