"""Cases whose input is the five-minute series, at any spacing: ratios of sums do not depend on it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from sre_compiler import burnrate
from sre_compiler.backends.prometheus import series
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.case import Case, checks, inputs, series_of
from sre_compiler.backends.proofs.course import expanded, gauge, length
from sre_compiler.backends.proofs.forecast import Known, Outlook, Shape, outlook, remembered
from sre_compiler.backends.proofs.legs import fired, others, ours, recorded_as
from sre_compiler.backends.proofs.plans import Plan, crossing, ending
from sre_compiler.backends.proofs.scarcity import few_errors
from sre_compiler.program import recorded
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.units import Duration, fraction_text

_PARTS = 6
"""Samples within the short window of a leg."""


class Layer(Struct, frozen=True):
    """How far apart samples are, and up to which length another group records the ratios of windows."""

    step: Duration
    taken: Duration


def slow(frame: Frame, leg: PolicyLeg, known: Known) -> Iterator[Case]:
    """Everything that is shown of a leg of the `slow` group."""
    yield from of_leg(frame, leg, Layer(spacing(leg), recorded.LONGEST_RAW), known)


def spacing(leg: PolicyLeg) -> Duration:
    """How far apart the samples of a leg's cases are."""
    return Duration.seconds(max(60, leg.leg.short.milliseconds // _PARTS // 1000))


def of_leg(frame: Frame, leg: PolicyLeg, layer: Layer, known: Known) -> Iterator[Case]:
    """The cases of a leg that can be reached."""
    one, step = frame.objective, layer.step
    if not burnrate.reachable(one.objective, leg.leg.factor):
        return
    for plan in crossing(one.objective, leg.leg, step):
        yield _case(frame, leg, plan, layer, known)
    if leg in one.alerting_legs:
        yield _case(frame, leg, ending(one.objective, leg.leg, step), layer, known)
        if one.min_errors > 1:
            yield _case(frame, leg, few_errors(one.objective, leg.leg, step, one.min_errors), layer, known)


def _case(frame: Frame, leg: PolicyLeg, plan: Plan, layer: Layer, known: Known) -> Case:
    """A course as the five-minute series, and as the ratio of windows that another group records."""
    one = frame.objective
    alerts = leg in one.alerting_legs
    key = (
        plan.name,
        layer,
        leg.leg,
        one.windows,
        one.objective,
        one.min_errors,
        one.group_by,
        alerts,
        frame.server.identity,
    )
    found = remembered(known, key, frame, lambda unnamed: _shape(unnamed, leg, plan, layer))
    return Case(plan.name, layer.step, frozenset({one.slo_id}), found.inputs, found.checks)


def _shape(frame: Frame, leg: PolicyLeg, plan: Plan, layer: Layer) -> Shape:
    found = _outlook(frame, leg, plan, layer)
    end = (length(plan.course) - 1) * layer.step.milliseconds
    told = [*fired(frame, leg, found, layer.step, end), *recorded_as(frame, found)]
    return Shape(checks(told), inputs(_given(frame, plan, layer.taken)))


def _outlook(frame: Frame, leg: PolicyLeg, plan: Plan, layer: Layer) -> Outlook:
    from sre_compiler.simulation.outlook import Asked, of_recorded

    one = frame.objective
    fast = leg.leg.long <= recorded.LONGEST_RAW
    windows = one.windows if fast else (leg.leg.long, leg.leg.short)
    parts = tuple(window for window in windows if (window <= recorded.LONGEST_RAW) is fast)
    looks = tuple(look * layer.step.milliseconds for look in plan.looks)
    each = float(plan.each)
    total, bad = (
        expanded(plan.course, [None if it is None else it * each for it in column]) for column in _events(plan)
    )
    return outlook(of_recorded(Asked(one, (leg,), layer.step, layer.step, parts, looks), total, bad, layer.taken))


def _events(plan: Plan) -> tuple[list[int | None], list[int | None]]:
    """All events and the bad ones of each stretch: where there are any at all, there are bad ones, if none."""
    totals = [one.total for one in plan.course]
    return totals, [None if one.total is None else one.bad or 0 for one in plan.course]


def _given(frame: Frame, plan: Plan, taken: Duration) -> Iterator[tuple[str, str]]:
    groups = [ours(frame)] + ([others(frame)] if frame.objective.group_by else [])
    needed = {leg.leg.short for leg in frame.objective.legs if leg.leg.short <= taken}
    for number, group in enumerate(groups):
        labels = {**frame.labels, **group}
        parts = [
            (one.steps, 0 if number else bad or 0, total if not number or total else _some(plan))
            for one, total, bad in zip(plan.course, *_events(plan), strict=True)
        ]
        total_bad = (
            (series.TOTAL, [(steps, _text(total, plan.each)) for steps, _, total in parts]),
            (series.BAD, [(steps, None if total is None else _text(bad, plan.each)) for steps, bad, total in parts]),
        )
        for name, values in total_bad:
            yield series_of(name, labels), gauge(values)
        for window in sorted(needed):
            ratios = ((steps, _ratio(bad, total)) for steps, bad, total in parts)
            yield series_of(series.window_ratio(window), labels), gauge(ratios)


def _some(plan: Plan) -> int:
    """The traffic of the healthy group where ours has none."""
    return max(one.total or 0 for one in plan.course)


def _text(count: int | None, each: Fraction) -> str | None:
    return None if count is None else fraction_text(count * each)


def _ratio(bad: int, total: int | None) -> str | None:
    return fraction_text(Fraction(bad, total)) if total else None
