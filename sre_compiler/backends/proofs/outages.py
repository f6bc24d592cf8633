"""Cases from raw data of every kind of indicator: what is recorded of it, and what the alerts make of an outage and of no data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler import burnrate
from sre_compiler.backends.prometheus import alerting
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs import histograms
from sre_compiler.backends.proofs.case import Case, checks, inputs
from sre_compiler.backends.proofs.course import Course, Stretch, expanded, length
from sre_compiler.backends.proofs.forecast import Known, Outlook, Shape, outlook, remembered
from sre_compiler.backends.proofs.legs import fired, firing_of, others, ours, recorded_as, told
from sre_compiler.backends.proofs.plans import rest, steps, until_reached
from sre_compiler.backends.proofs.raw import raw_series
from sre_compiler.backends.proofs.sources import Sources
from sre_compiler.program import recorded
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.units import Duration

if TYPE_CHECKING:  # numpy is loaded when a case is worked out
    from sre_compiler.simulation.outlook import Part

Parts: TypeAlias = "Callable[[Frame], tuple[Part, ...]]"
"""Which recorded series are looked at."""

_MINUTE = recorded.SPACING.milliseconds
_FIRST, _BEFORE, _QUIET, _AGAIN = 3, 10, 8, 6
"""Minutes without traffic, of traffic, again without any, and of traffic again."""
_AFTERWARDS = (25, 33, 52, 63)
"""Minutes after an outage at which half an hour and an hour still hold it, and hold it no longer."""
_EMPTY, _SOON, _LATER = 5, 4, 3
"""Minutes without traffic after which five minutes hold none; into an outage, and after its last sample, at which it is looked at;
by which the healthy group outlives the other one."""
_SHORTEST, _LONGEST = 8, 90
"""Minutes of an outage."""


class Story(Struct, frozen=True):
    """What happens to each group, ours first; at which minutes it is looked at; the legs that are asked for."""

    name: str
    groups: tuple[Course, ...]
    looks: tuple[int, ...]
    legs: tuple[PolicyLeg, ...]
    evaluation: Duration = recorded.SPACING


def alone(frame: Frame, known: Known, *, native: bool = False) -> Iterator[Case]:
    """The `fast` group: an outage, and then no data."""
    raw = raw_series(frame, native=native)
    if raw:
        yield case(frame, raw, _outage(frame, raw[0]), known, fast_parts)


def together(frame: Frame, known: Known, *, native: bool = False) -> Iterator[Case]:
    """All groups of rules: from raw data to every alert, and to the budget."""
    raw = raw_series(frame, native=native)
    if raw:
        yield case(frame, raw, _all_legs(frame, raw[0]), known, _all_parts)


def case(frame: Frame, raw: tuple[Sources, ...], story: Story, known: Known, parts: Parts) -> Case:
    """What a story makes of the rules."""
    if raw[0].kind == histograms.KIND:
        story = replace(story, groups=tuple(map(histograms.whole, story.groups)))
    one, step = frame.objective, frame.server.scrape_interval
    site = step, frame.server.identity, one.group_by, one.window
    legs = tuple((leg.leg, leg in one.alerting_legs) for leg in one.legs)
    key = (
        raw[0].kind,
        raw[0].never_missing,
        story.name,
        legs,
        one.windows,
        one.objective,
        one.min_errors,
        site,
        one.no_data,
    )
    shape = remembered(
        known, key, frame, partial(_shape, story=story, parts=parts(frame), never_missing=raw[0].never_missing)
    )
    given = (pair for it, course in zip(raw, story.groups, strict=True) for pair in it.inputs(course))
    return Case(story.name, step, raw[0].metrics, inputs(given), shape.checks)


def no_parts(_: Frame) -> tuple[Part, ...]:
    """Nothing is looked at."""
    return ()


def fast_parts(frame: Frame) -> tuple[Part, ...]:
    """What the `fast` group records."""
    return ("total", "bad", *(window for window in frame.objective.windows if window <= recorded.LONGEST_RAW))


def _all_parts(frame: Frame) -> tuple[Part, ...]:
    """What all groups of rules record."""
    return ("total", "bad", *frame.objective.windows, "period", "remaining", "coverage")


def _outage(frame: Frame, raw: Sources) -> Story:
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
    if one.no_data.then == "alert":
        over = max(over, steps(one.no_data.after, step) + _steps(_LATER + 15, step))
    healthy = (Stretch(length(course) + _steps(_LATER, step), many, 0), Stretch(over, None, None))
    groups = ((*course, Stretch(over + _steps(_LATER, step), None, None)), healthy)
    return Story("an outage, then no data", groups[: 1 + bool(one.group_by)], (*looks, ends + _SOON), legs)


def _all_legs(frame: Frame, raw: Sources) -> Story:
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
    return ceil(minutes * _MINUTE / step.milliseconds)


def _shape(frame: Frame, *, story: Story, parts: tuple[Part, ...], never_missing: bool) -> Shape:
    each = story.evaluation.milliseconds
    end = (length(story.groups[0]) - 1) * frame.server.scrape_interval.milliseconds // each * each
    found = _outlook(frame, story, parts)
    asserts = [*recorded_as(frame, found, never_missing=never_missing)]
    for leg in story.legs:
        asserts += fired(frame, leg, found, story.evaluation, end)
    for group, when in found.missing.items():
        asserts += told(_missing(frame, group), when, story.evaluation, end)
    return Shape(checks(asserts))


def _missing(frame: Frame, group: str) -> str:
    """The no-data alert about a group, or about all of them, which has no such label."""
    labels = {"slo_group": group} if frame.objective.group_by else {}
    return firing_of(frame, frame.objective.no_data_alert, **labels)


def _outlook(frame: Frame, story: Story, parts: tuple[Part, ...]) -> Outlook:
    from sre_compiler.simulation.outlook import Asked, of_counts

    labels = [ours(frame), others(frame)] if frame.objective.group_by else [{}]
    names = [alerting.GROUP_SEPARATOR.join(one.values()) for one in labels]
    counts = {
        name: (expanded(course, [one.good for one in course]), expanded(course, [one.bad for one in course]))
        for name, course in zip(names, story.groups, strict=True)
    }
    looks = tuple(look * _MINUTE for look in story.looks)
    asked = Asked(frame.objective, story.legs, frame.server.scrape_interval, story.evaluation, parts, looks)
    return outlook(of_counts(asked, counts))
