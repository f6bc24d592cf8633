"""Cases from raw data of every kind of indicator: what is recorded of it, and what the alerts make of an outage and of no data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from sre_compiler.backends.prometheus import alerting
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs import histograms
from sre_compiler.backends.proofs.case import Case, checks, inputs
from sre_compiler.backends.proofs.course import expanded, length
from sre_compiler.backends.proofs.forecast import Known, Outlook, Shape, outlook, remembered
from sre_compiler.backends.proofs.legs import fired, firing_of, others, ours, recorded_as, told
from sre_compiler.backends.proofs.raw import raw_series
from sre_compiler.backends.proofs.sources import Sources
from sre_compiler.backends.proofs.stories import MINUTE, Story, every_leg, outage
from sre_compiler.program import recorded

if TYPE_CHECKING:  # numpy is loaded when a case is worked out
    from sre_compiler.simulation.outlook import Part

Parts: TypeAlias = "Callable[[Frame], tuple[Part, ...]]"
"""Which recorded series are looked at."""


def alone(frame: Frame, known: Known, *, native: bool = False) -> Iterator[Case]:
    """The `fast` group: an outage, and then no data."""
    raw = raw_series(frame, native=native)
    if raw:
        yield case(frame, raw, outage(frame, raw[0]), known, fast_parts)


def together(frame: Frame, known: Known, *, native: bool = False) -> Iterator[Case]:
    """All groups of rules: from raw data to every alert, and to the budget."""
    raw = raw_series(frame, native=native)
    if raw:
        yield case(frame, raw, every_leg(frame, raw[0]), known, _all_parts)


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
    looks = tuple(look * MINUTE for look in story.looks)
    asked = Asked(frame.objective, story.legs, frame.server.scrape_interval, story.evaluation, parts, looks)
    return outlook(of_counts(asked, counts))
