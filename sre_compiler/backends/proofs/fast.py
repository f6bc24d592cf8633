"""Cases of the legs of the `fast` group: raw counters where the PromQL is plain, else the recorded series, or the ratios."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from sre_compiler import burnrate
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs import histograms, ratios
from sre_compiler.backends.proofs.case import Case, checks, inputs
from sre_compiler.backends.proofs.course import Course, Stretch, bad, everything, expanded, good, length
from sre_compiler.backends.proofs.forecast import Known, Outlook, Shape, outlook, remembered
from sre_compiler.backends.proofs.legs import fired, recorded_as
from sre_compiler.backends.proofs.plans import Plan, crossing
from sre_compiler.backends.proofs.raw import raw_series
from sre_compiler.backends.proofs.recorded import Layer, of_leg
from sre_compiler.backends.proofs.scarcity import few_counted
from sre_compiler.backends.proofs.sources import Sources
from sre_compiler.program import recorded
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.units import Duration


def cases(frame: Frame, known: Known, *, native: bool = False) -> Iterator[Case]:
    """Everything that is shown of the legs of the `fast` group of an objective."""
    raw = raw_series(frame, native=native)
    if raw and raw[0].counts:
        for leg in _legs(frame):
            for plan in _plans(frame, leg):
                yield _case(frame, leg, plan, raw, known)
    elif recorded.raw_windows(frame.objective.indicator):
        for leg in _legs(frame):
            yield from ratios.cases(frame, leg)
        yield from ratios.of_events(frame)
    elif frame.objective.no_data.then != "bad":
        for leg in _legs(frame):
            yield from of_leg(frame, leg, Layer(recorded.SPACING, Duration(0)), known)


def _legs(frame: Frame) -> Iterator[PolicyLeg]:
    for leg in frame.objective.legs:
        if leg.leg.long <= recorded.LONGEST_RAW and burnrate.reachable(frame.objective.objective, leg.leg.factor):
            yield leg


def _plans(frame: Frame, leg: PolicyLeg) -> Iterator[Plan]:
    one, step = frame.objective, frame.server.scrape_interval
    yield from crossing(one.objective, leg.leg, step)
    if one.min_errors > 1 and leg in one.alerting_legs:
        yield few_counted(one.objective, leg.leg, step, one.min_errors)


def _case(frame: Frame, leg: PolicyLeg, plan: Plan, raw: tuple[Sources, ...], known: Known) -> Case:
    if raw[0].kind == histograms.KIND:
        plan = replace(plan, course=histograms.whole(plan.course))
    one, step = frame.objective, frame.server.scrape_interval
    site = step, frame.server.identity, one.group_by
    key = (
        raw[0].kind,
        raw[0].never_missing,
        plan.name,
        leg.leg,
        one.windows,
        one.objective,
        one.min_errors,
        site,
        leg in one.alerting_legs,
    )
    shape = remembered(known, key, frame, partial(_shape, leg=leg, plan=plan, never_missing=raw[0].never_missing))
    courses = plan.course, _healthy(plan.course)
    given = (
        (name, shape.values.get((number, run)) or run(courses[number]))
        for number, one in enumerate(raw)
        for name, run in one.series.items()
    )
    return Case(plan.name, step, raw[0].metrics, inputs(given), shape.checks)


def _shape(frame: Frame, *, leg: PolicyLeg, plan: Plan, never_missing: bool) -> Shape:
    step = frame.server.scrape_interval
    end = (length(plan.course) - 1) * step.milliseconds // recorded.SPACING.milliseconds * recorded.SPACING.milliseconds
    found = _outlook(frame, leg, plan)
    told = [*fired(frame, leg, found, recorded.SPACING, end), *recorded_as(frame, found, never_missing=never_missing)]
    return Shape(checks(told), values=_values(plan.course))


def _outlook(frame: Frame, leg: PolicyLeg, plan: Plan) -> Outlook:
    from sre_compiler.simulation.outlook import Asked, of_counts

    one, step, each = frame.objective, frame.server.scrape_interval, recorded.SPACING.milliseconds
    looks = tuple(look * step.milliseconds // each * each for look in plan.looks)
    windows = tuple(window for window in one.windows if window <= recorded.LONGEST_RAW)
    fine, wrong = (
        expanded(plan.course, column) for column in ([s.good for s in plan.course], [s.bad for s in plan.course])
    )
    asked = Asked(one, (leg,), step, recorded.SPACING, ("total", "bad", *windows), looks)
    return outlook(of_counts(asked, {"": (fine, wrong)}))


def _values(course: Course) -> dict[object, str]:
    """How each counter runs: first those of the group with the outage, then those of the healthy one."""
    both = enumerate((course, _healthy(course)))
    return {(number, run): run(one) for number, one in both for run in (good, bad, everything)}


def _healthy(course: Course) -> Course:
    """Traffic without an error."""
    return (Stretch(length(course), max(one.good or 0 for one in course), 0),)
