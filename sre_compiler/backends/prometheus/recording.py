"""Recording rules of one objective: bad and total, error ratios by window, the budget, and what is known about it."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import burnrate
from sre_compiler.backends.prometheus import series
from sre_compiler.backends.prometheus.events import events, may_be_no_number
from sre_compiler.backends.prometheus.rule import Rule, record
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.program import recorded
from sre_compiler.program.indicators import kind_name
from sre_compiler.program.labels import Labels
from sre_compiler.program.objectives import BRICK
from sre_compiler.units import Duration, Percent, decimal_text


def fast(frame: Frame) -> Iterator[Rule]:
    """Total and bad of the last five minutes, and the error ratios of windows up to an hour.

    NaN and infinity are not recorded: one sample of either makes every sum over it worthless, for the whole SLO window.
    """
    measured = recorded.measured_range(frame.objective.indicator, frame.server.scrape_interval)
    five_minutes = events(frame, measured, frame.select(series.TOTAL))
    guard = "({}) < Inf" if may_be_no_number(frame.objective.indicator) else "{}"
    yield record(frame, series.TOTAL, guard.format(five_minutes.total))
    yield record(frame, series.BAD, guard.format(five_minutes.bad))
    for window in frame.objective.windows:
        if window <= recorded.LONGEST_RAW:
            yield record(frame, series.window_ratio(window), _short_ratio(frame, window))


def slow(frame: Frame) -> Iterator[Rule]:
    """The error ratios of windows beyond an hour."""
    for window in frame.objective.windows:
        if window > recorded.LONGEST_RAW:
            yield record(frame, series.window_ratio(window), recorded_ratio(frame, window))


def budget(frame: Frame, names: Labels) -> Iterator[Rule]:
    """The ratio over the SLO's window, the budget left, how much of the window is known, constants, and `slo_info`."""
    objective = frame.objective
    yield record(frame, series.PERIOD_RATIO, recorded_ratio(frame, objective.window))
    spent = f"{frame.select(series.PERIOD_RATIO)} / {decimal_text(objective.budget)}"
    yield record(frame, series.BUDGET_REMAINING, f"1 - {spent}")
    known = f"count_over_time({frame.select(series.TOTAL, recorded.just_below(objective.window))})"
    yield record(frame, series.COVERAGE, f"{known} / {series.samples_in(objective.window)}")
    yield record(frame, series.OBJECTIVE, f"vector({decimal_text(objective.objective)})")
    yield record(frame, series.BUDGET, f"vector({decimal_text(burnrate.error_budget(objective.objective))})")
    yield record(frame, series.PERIOD, f"vector({series.seconds_in(objective.window)})")
    yield record(frame, series.INFO, "vector(1)", facts(frame, names))


def facts(frame: Frame, names: Labels) -> dict[str, str]:
    """The labels of `slo_info`: every fact that would break history on the other series when it changes."""
    one = frame.objective
    facts = {
        **dict(one.labels),
        names.service: one.service,
        names.team: one.team,
        "slo": one.name,
        "objective": str(Percent(one.objective)),
        "window": str(one.window),
        "sli": kind_name(one.indicator),
        "title": one.title,
        "legs": series.legs_fact(one),
        "tier": "" if one.tier is None else str(one.tier),
    }
    return {name: value for name, value in sorted(facts.items()) if value}


def _short_ratio(frame: Frame, window: Duration) -> str:
    if not recorded.raw_windows(frame.objective.indicator):
        return recorded_ratio(frame, window)
    if window == BRICK:
        return f"{frame.select(series.BAD)} / ({frame.select(series.TOTAL)} > 0)"
    raw = events(frame, window)
    bad = f"({raw.bad})" if " or " in raw.bad else raw.bad
    return f"{bad}\n/\n({raw.total} > 0)"


def recorded_ratio(frame: Frame, window: Duration) -> str:
    """Weighted by events: the sum of bad over the sum of total, and no sample where there was no event."""
    bad = frame.select(series.BAD, window)
    total = frame.select(series.TOTAL, window)
    return f"sum_over_time({bad})\n/\n(sum_over_time({total}) > 0)"
