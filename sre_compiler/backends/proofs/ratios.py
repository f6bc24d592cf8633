"""Cases of legs whose indicator is PromQL that cannot be given raw series: the ratios of both windows are the input."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import burnrate, promql
from sre_compiler.backends.prometheus import series
from sre_compiler.backends.prometheus.alerting import GROUP_SEPARATOR
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.case import Assert, Case, checks, inputs, series_of
from sre_compiler.backends.proofs.legs import firing_of, ours
from sre_compiler.program import recorded
from sre_compiler.program.indicators import NativeLatency, queries
from sre_compiler.program.objectives import BRICK, PolicyLeg

_LONG_ENOUGH = 10
_OF_NOTHING = frozenset({"absent", "absent_over_time", "vector", "time"})
"""Functions that return something where there is no series."""

_SAMPLES, _FEW = 4, "0.01"


def of_events(frame: Frame) -> Iterator[Case]:
    """A native histogram's ratio of five minutes, and the alert about its absence: all events are as if recorded, none is bad."""
    indicator = frame.objective.indicator
    if not isinstance(indicator, NativeLatency) or promql.bare_selector(indicator.histogram.tree) is None:
        return
    minute = recorded.SPACING.milliseconds
    labels = {**frame.labels, **ours(frame)}
    given = [(series_of(series.TOTAL, labels), f"0 {_FEW}+0x{_SAMPLES - 2} stale")]
    ratio = series_of(series.window_ratio(BRICK), labels)
    told: list[Assert] = [(f"count({ratio})", 0, None), (f"count({ratio} == 0)", (_SAMPLES - 1) * minute, 1)]
    if frame.objective.no_data.alert_severity is not None:
        group = {"slo_group": GROUP_SEPARATOR.join(ours(frame).values())} if frame.objective.group_by else {}
        firing = f"count({firing_of(frame, frame.objective.no_data_alert, **group)})"
        fires = _SAMPLES * minute + -(-frame.objective.no_data.after.milliseconds // minute) * minute
        told += [(firing, fires - 2 * minute, None), (firing, fires + minute, 1)]
    yield Case(
        "events that come to an end", recorded.SPACING, frozenset({frame.objective.slo_id}), inputs(given), checks(told)
    )


def cases(frame: Frame, leg: PolicyLeg) -> Iterator[Case]:
    """Above the threshold alone, or together; together is not enough where so many errors are needed, and none is seen."""
    if leg not in frame.objective.alerting_legs:
        return
    theta = float(burnrate.threshold(frame.objective.objective, leg.leg.factor))
    above, below = min(1.0, theta * 1.05), theta * 0.97
    for name, long, short in (
        ("both windows above", above, above),
        ("the long window above", above, below),
        ("the short window above", below, above),
    ):
        both = name.startswith("both")
        few = " and no error" if both and frame.objective.min_errors > 1 else ""
        if few and not _nothing_without_series(frame):
            continue
        yield _case(frame, leg, f"{leg.name} leg, {name}{few}", (long, short), fires=both and not few)


def _case(frame: Frame, leg: PolicyLeg, name: str, values: tuple[float, float], *, fires: bool) -> Case:
    labels = {**frame.labels, **ours(frame)}
    minute = recorded.SPACING.milliseconds
    kept = burnrate.keep_firing_for(leg.leg).milliseconds // minute
    firing = f"count({firing_of(frame, frame.objective.burn_alert, leg=leg.name)})"
    given = (
        (series_of(series.window_ratio(window), labels), f"{value:.9f}+0x11 0+0x{kept + 4}")
        for window, value in zip((leg.leg.long, leg.leg.short), values, strict=True)
    )
    resolves = 12 + kept
    told: list[Assert] = [(firing, _LONG_ENOUGH * minute, 1 if fires else None)]
    if fires:
        told += [(firing, (resolves - 2) * minute, 1), (firing, (resolves + 2) * minute, None)]
    return Case(name, recorded.SPACING, frozenset({frame.objective.slo_id}), inputs(given), checks(told))


def _nothing_without_series(frame: Frame) -> bool:
    """Whether the PromQL cannot count an error where there is no series."""
    nodes = [node for query in queries(frame.objective.indicator) for node in promql.walk(query.tree, durations=False)]
    calls = [node for node in nodes if isinstance(node, promql.Call)]
    return all(node.function not in _OF_NOTHING for node in calls)
