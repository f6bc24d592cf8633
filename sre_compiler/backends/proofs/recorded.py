"""Cases whose input is the five-minute series, at any spacing: ratios of sums do not depend on it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from sre_compiler import burnrate
from sre_compiler.backends.prometheus import series
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.case import Case, checks, inputs
from sre_compiler.backends.proofs.course import expanded, gauge, length
from sre_compiler.backends.proofs.forecast import Known, Outlook, Shape, remembered
from sre_compiler.backends.proofs.legs import Plan, asserts, others, ours, outlook, plans
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
    if burnrate.reachable(frame.objective.objective, leg.leg.factor):
        for plan in plans(frame.objective, leg, spacing(leg)):
            yield bricks(frame, leg, plan, Layer(spacing(leg), recorded.LONGEST_RAW), known)


def spacing(leg: PolicyLeg) -> Duration:
    """How far apart the samples of a leg's cases are."""
    return Duration.seconds(max(60, leg.leg.short.milliseconds // _PARTS // 1000))


def bricks(frame: Frame, leg: PolicyLeg, plan: Plan, layer: Layer, known: Known) -> Case:
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
    return Shape(checks(asserts(frame, leg, found, layer.step, end)), inputs(_given(frame, plan, layer.taken)))


def _outlook(frame: Frame, leg: PolicyLeg, plan: Plan, layer: Layer) -> Outlook:
    from sre_compiler.simulation.outlook import Asked, of_recorded

    at = plan.look * layer.step.milliseconds
    total = expanded(plan.course, [one.total for one in plan.course])
    bad = expanded(plan.course, [one.bad or 0 for one in plan.course])
    return outlook(of_recorded(Asked(frame.objective, leg, layer.step, at), total, bad, layer.taken), at)


def _given(frame: Frame, plan: Plan, taken: Duration) -> Iterator[tuple[str, str]]:
    groups = [ours(frame)] + ([others(frame)] if frame.objective.group_by else [])
    needed = {leg.leg.short for leg in frame.objective.legs}
    for number, group in enumerate(groups):
        labels = ",".join(f'{name}="{value}"' for name, value in {**frame.labels, **group}.items())
        bad = [(one.steps, 0 if number else one.bad or 0, one.total or 0) for one in plan.course]
        yield f"{series.TOTAL}{{{labels}}}", gauge((steps, str(total)) for steps, _, total in bad)
        yield f"{series.BAD}{{{labels}}}", gauge((steps, str(count)) for steps, count, _ in bad)
        for window in sorted(needed):
            if window <= taken:
                ratios = ((steps, _ratio(count, total)) for steps, count, total in bad)
                yield f"{series.window_ratio(window)}{{{labels}}}", gauge(ratios)


def _ratio(count: int, total: int) -> str:
    """Both are powers of ten or whole numbers below one, so that this is exact."""
    return fraction_text(Fraction(count, total))
