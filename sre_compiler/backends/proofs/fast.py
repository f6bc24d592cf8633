"""Cases of the `fast` group: raw counters where the PromQL is plain, else the recorded series, to its legs and the no-data alert."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sre_compiler import burnrate
from sre_compiler.backends.prometheus import series
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.case import Assert, Case, checks, inputs, series_of
from sre_compiler.backends.proofs.course import Course, Stretch, expanded, length
from sre_compiler.backends.proofs.forecast import Known, Outlook, Shape, remembered
from sre_compiler.backends.proofs.legs import Plan, asserts, firing_of, healthy, others, ours, outlook, plans
from sre_compiler.backends.proofs.recorded import Layer, bricks
from sre_compiler.backends.proofs.sources import Sources, bad, everything, good, sources
from sre_compiler.program import recorded
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.units import Duration


def cases(frame: Frame, known: Known) -> Iterator[Case]:
    """Everything that is shown of the `fast` group of an objective."""
    raw = _raw(frame)
    if raw:
        yield from _from_counters(frame, raw, known)
    elif not recorded.raw_windows(frame.objective.indicator) and frame.objective.no_data.then != "bad":
        yield from _from_bricks(frame, known)
    elif recorded.raw_windows(frame.objective.indicator) and frame.objective.min_errors <= 1:
        yield from _from_ratios(frame)


def _raw(frame: Frame) -> list[Sources]:
    """The counters of the group with the outage, and of the healthy one; nothing where they are not known."""
    groups = [ours(frame), others(frame)] if frame.objective.group_by else [{}]
    found = [sources(frame, group) for group in groups]
    return [one for one in found if one is not None] if all(found) else []


def _legs(frame: Frame) -> Iterator[PolicyLeg]:
    for leg in frame.objective.legs:
        if leg.leg.long <= recorded.LONGEST_RAW and burnrate.reachable(frame.objective.objective, leg.leg.factor):
            yield leg


def _key(frame: Frame, leg: PolicyLeg | None, kind: str, name: str) -> object:
    one = frame.objective
    of_leg = None if leg is None else leg.leg
    told = one.no_data if leg is None else leg in one.alerting_legs
    site = frame.server.scrape_interval, frame.server.identity, one.group_by, bool(one.alerting_legs)
    return kind, name, of_leg, one.windows, one.objective, one.min_errors, site, told


def _from_counters(frame: Frame, raw: list[Sources], known: Known) -> Iterator[Case]:
    step = frame.server.scrape_interval
    for leg in _legs(frame):
        for plan in plans(frame.objective, leg, step):
            key = _key(frame, leg, raw[0].kind, plan.name)
            yield _case(plan, step, raw, remembered(known, key, frame, partial(_shape, leg=leg, plan=plan)))
    yield from _missing(frame, raw, known)


def _counted(frame: Frame, leg: PolicyLeg | None, plan: Plan) -> Outlook:
    from sre_compiler.simulation.outlook import Asked, of_counts

    course, step = plan.course, frame.server.scrape_interval
    at = plan.look * step.milliseconds // recorded.SPACING.milliseconds * recorded.SPACING.milliseconds
    fine, wrong = (expanded(course, events) for events in ([s.good for s in course], [s.bad for s in course]))
    return outlook(of_counts(Asked(frame.objective, leg, step, at), fine, wrong), at)


def _last(course: Course, step: Duration) -> int:
    """The last evaluation, in milliseconds."""
    each = recorded.SPACING.milliseconds
    return (length(course) - 1) * step.milliseconds // each * each


def _shape(frame: Frame, *, leg: PolicyLeg, plan: Plan) -> Shape:
    found = _counted(frame, leg, plan)
    end = _last(plan.course, frame.server.scrape_interval)
    return Shape(checks(asserts(frame, leg, found, recorded.SPACING, end)), values=_values(plan.course))


def _values(course: Course) -> dict[object, str]:
    """How each counter runs: first those of the group with the outage, then those of the healthy one."""
    both = enumerate((course, healthy(course)))
    return {(number, count): count(one) for number, one in both for count in (good, bad, everything)}


def _case(plan: Plan, step: Duration, raw: list[Sources], shape: Shape) -> Case:
    given = (
        (name, shape.values[number, count]) for number, one in enumerate(raw) for name, count in one.series.items()
    )
    return Case(plan.name, step, raw[0].metrics, inputs(given), shape.checks)


def _missing(frame: Frame, raw: list[Sources], known: Known) -> Iterator[Case]:
    """Counters that stand still are no outage and no missing data; a metric that vanishes is missing, after a while."""
    step = frame.server.scrape_interval
    minute = max(1, 60_000 // step.milliseconds)
    after = frame.objective.no_data.after.milliseconds // step.milliseconds
    there = Stretch(20 * minute, 100, 0), Stretch(20 * minute, 0, 0), Stretch(5 * minute, 100, 0)
    plan = Plan("no traffic, then no data", (*there, Stretch(after + 15 * minute, None, None)), 0)
    key = _key(frame, None, raw[0].kind, plan.name)
    yield _case(plan, step, raw, remembered(known, key, frame, partial(_vanished, plan=plan)))


def _vanished(frame: Frame, *, plan: Plan) -> Shape:
    objective = frame.objective
    found = _counted(frame, None, plan)
    end = _last(plan.course, frame.server.scrape_interval)
    told: list[Assert] = [(_burns(frame, end), end, None)] if objective.alerting_legs else []
    if found.moments is not None and not objective.group_by:
        told += _told(frame, found, end)
    elif found.moments is not None:
        told.append((f"count({firing_of(frame, objective.no_data_alert)})", end, 1))
    return Shape(checks(told), values=_values(plan.course))


def _burns(frame: Frame, end: int) -> str:
    return f"count(count_over_time({firing_of(frame, frame.objective.burn_alert)}[{Duration(end)}]))"


def _told(frame: Frame, found: Outlook, end: int) -> list[Assert]:
    firing = f"count({firing_of(frame, frame.objective.no_data_alert)})"
    assert found.moments is not None  # noqa: S101 - the caller asks first
    return [(firing, at, 1 if on else None) for at, on in found.moments.asserted(recorded.SPACING.milliseconds, end)]


def _from_bricks(frame: Frame, known: Known) -> Iterator[Case]:
    """The five-minute series as the only input: their rules find no raw series, and record nothing."""
    for leg in _legs(frame):
        for plan in plans(frame.objective, leg, recorded.SPACING):
            yield bricks(frame, leg, plan, Layer(recorded.SPACING, Duration(0)), known)


def _from_ratios(frame: Frame) -> Iterator[Case]:
    """The ratios of both windows: above the threshold alone, or together."""
    for leg in _legs(frame):
        if leg in frame.objective.alerting_legs:
            theta = float(burnrate.threshold(frame.objective.objective, leg.leg.factor))
            yield from _pairs(frame, leg, theta)


def _pairs(frame: Frame, leg: PolicyLeg, theta: float) -> Iterator[Case]:
    at = 10 * recorded.SPACING.milliseconds
    above, below = min(1.0, theta * 1.05), theta * 0.97
    firing = f"count({firing_of(frame, frame.objective.burn_alert, leg.name)})"
    kept = burnrate.keep_firing_for(leg.leg).milliseconds // recorded.SPACING.milliseconds
    times = ((12 + kept - 2, 1), (12 + kept + 2, None))
    resolved: list[Assert] = [(firing, minute * recorded.SPACING.milliseconds, count) for minute, count in times]
    labels = {**frame.labels, **ours(frame)}
    for name, long, short in (
        ("both windows above", above, above),
        ("the long window above", above, below),
        ("the short window above", below, above),
    ):
        given = tuple(
            (series_of(series.window_ratio(window), labels), f"{value:.9f}+0x11 0+0x{kept + 4}")
            for window, value in ((leg.leg.long, long), (leg.leg.short, short))
        )
        told = checks([(firing, at, 1), *resolved] if name.startswith("both") else [(firing, at, None)])
        yield Case(
            f"{leg.name} leg, {name}", recorded.SPACING, frozenset({frame.objective.slo_id}), inputs(given), told
        )
