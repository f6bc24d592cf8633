"""Burn-down of each error budget over its window, and how fast it burned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import accumulate
from math import isnan, nan
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sre_compiler.budget.evaluate import Group, Result
from sre_compiler.budget.gate import percent
from sre_compiler.budget.history import DAY, History
from sre_compiler.budget.measures import Measures
from sre_compiler.budget.objective import Slo
from sre_compiler.plots.style import BAD, GOOD, INK, MUTED, STRONG, WARNING, date_axis, figure, level, save, styled

STATES = {"open": GOOD, "warn": WARNING, "frozen": BAD, "unknown": MUTED}

MOST = 12
"""More rows than that nobody reads; the worst are drawn."""

SLOWEST = 0.05
"""Slower burn rates lie on the axis, because a logarithm has no zero."""


def draw(results: Sequence[Result], end: float, file: Path) -> int:
    """A row for each budget that is known, the worst first within its SLO. Returns how many were left out. Raises OSError."""
    known = [(one.slo, group, group.measures) for one in results for group in one.groups if group.measures is not None]
    with styled():
        save(_sheet(known[:MOST], end), file)
    return max(len(known) - MOST, 0)


def _sheet(rows: Sequence[tuple[Slo, Group, Measures]], end: float) -> Figure:
    drawn = figure(11, 0.6 + 2.9 * max(len(rows), 1))
    drawn.set_layout_engine("constrained")
    title = f"Error budgets on {datetime.fromtimestamp(end, UTC):%Y-%m-%d at %H:%M} UTC"
    drawn.suptitle(title, x=0.01, ha="left", fontsize=13, fontweight="bold")
    if not rows:
        drawn.text(0.5, 0.5, "Nothing is known of these budgets.", ha="center", color=MUTED)
        return drawn
    grid: Any = drawn.subplots(len(rows), 2, squeeze=False, width_ratios=(3, 2))
    for (left, right), (slo, group, measures) in zip(grid, rows, strict=True):
        _burn_down(left, slo, group, measures)
        _burn_rate(right, slo, group.history)
    return drawn


def _moments(history: History, *, edges: bool) -> list[float]:
    """The ends of the window's steps, in days since 1970 as matplotlib counts them; with `edges` the beginning of the first one too."""
    steps = history.steps
    first = steps.past - 1 if edges else steps.past
    return [steps.ending(index) / DAY for index in range(first, steps.number)]


def _burn_down(axes: Axes, slo: Slo, group: Group, measures: Measures) -> None:
    """All of the budget at the beginning of the window, what is left of it at the end; gaps are grey."""
    history = group.history
    start = history.steps.past
    allowed = measures.left_events + measures.bad
    left = [100 * (1 - spent / allowed) for spent in accumulate(history.bad[start:], initial=0.0)]
    left[: max(history.first - start, 0)] = [nan] * max(history.first - start, 0)
    moments = _moments(history, edges=True)
    colour = STATES[group.gate.state]
    axes.plot(moments, left, color=colour, linewidth=1.8, zorder=3)
    axes.fill_between(moments, left, 0, color=colour, alpha=0.12, linewidth=0, zorder=2)
    axes.plot(moments[-1:], left[-1:], "o", color=colour, markersize=4, zorder=4)
    _gaps(axes, history, moments)
    for threshold in slo.policy.thresholds:
        if threshold.gate != "open":
            level(axes, threshold.left * 100, f"{threshold.gate} at {percent(threshold.left)}", STATES[threshold.gate])
    _incident(axes, group, history, left)
    low, high = min(0.0, *(one for one in left if not isnan(one))), 100.0
    axes.set_ylim(low - 0.04 * (high - low), high + 0.06 * (high - low))
    axes.set_xlim(moments[0], moments[-1])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}%"))
    axes.set_title(_title(slo, group, measures))
    axes.set_ylabel("error budget left")
    date_axis(axes)


def _title(slo: Slo, group: Group, measures: Measures) -> str:
    labels = ", ".join(f"{name}={value}" for name, value in group.labels)
    name = f"{slo.title} ({labels})" if labels else slo.title
    window = f"{slo.window / DAY:g} days"
    return f"{name}\n{slo.objective} over {window}: {percent(measures.left_of_window)} left, {group.gate.state}"


def _gaps(axes: Axes, history: History, moments: list[float]) -> None:
    """Grey where less than half of a step is known, lighter before the first sample."""
    start = history.steps.past
    first = max(history.first - start, 0)
    if first:
        _shade(axes, moments[0], moments[first], 0.12)
        axes.annotate("not measured yet", ((moments[0] + moments[first]) / 2, 50), fontsize=7.5, color=INK, ha="center")
    missing = [index for index in range(first + 1, history.steps.window) if history.known[start + index] < 0.5]
    for index in missing:
        _shade(axes, moments[index], moments[index + 1], 0.3)
    if missing:
        axes.annotate("no data ", (moments[missing[0]], 5), fontsize=7.5, color=INK, rotation=90, ha="right")


def _shade(axes: Axes, begin: float, end: float, alpha: float) -> None:
    axes.axvspan(begin, end, facecolor=MUTED, alpha=alpha, linewidth=0, zorder=1)


def _incident(axes: Axes, group: Group, history: History, left: list[float]) -> None:
    """The largest incident, and when it leaves the window."""
    incident = group.incident
    if incident is None or incident.share < 0.02:
        return
    steps = history.steps
    index = round((incident.end - steps.end) / steps.length) + steps.window
    leaves = datetime.fromtimestamp(incident.leaves, UTC)
    text = f"-{percent(incident.share)}\nback on {leaves:%Y-%m-%d}"
    is_late = index > 0.7 * steps.window
    axes.annotate(
        text,
        (incident.end / DAY, left[index]),
        xytext=(-14 if is_late else 14, 18 if left[index] < 80 else -30),
        textcoords="offset points",
        ha="right" if is_late else "left",
        fontsize=7.5,
        color=INK,
        arrowprops={"arrowstyle": "-", "color": MUTED, "linewidth": 0.7},
        zorder=5,
    )


def _burn_rate(axes: Axes, slo: Slo, history: History) -> None:
    """Each hour as a bar, the last day as a line, on a logarithmic scale with the factors of the legs."""
    start = history.steps.past
    day = max(DAY // history.steps.length, 1)
    moments = _moments(history, edges=False)
    hourly = [_rate(slo, history, index, 1) for index in range(start, history.steps.number)]
    daily = [_rate(slo, history, index, day) for index in range(start, history.steps.number)]
    axes.fill_between(
        moments,
        hourly,
        SLOWEST,
        step="pre",
        facecolor=MUTED,
        edgecolor=MUTED,
        alpha=0.45,
        linewidth=0.8,
        label=_length(history),
    )
    axes.plot(moments, daily, color=STRONG, linewidth=1.4, label="last day")
    factors = {leg.name: leg.threshold / slo.budget for leg in slo.legs}
    axes.set_yscale("log")
    axes.set_ylim(
        SLOWEST, max(2.0, *(one * 1.8 for one in factors.values()), *(one * 1.4 for one in hourly if not isnan(one)))
    )
    axes.set_xlim(moments[0], moments[-1])
    if 1.0 not in factors.values():
        level(axes, 1.0, "1x spends it exactly", INK)
    for leg in slo.legs:
        level(axes, factors[leg.name], f"{leg.name} leg {factors[leg.name]:.3g}x", BAD if leg.pages else WARNING)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}x"))
    axes.set_ylabel("burn rate")
    axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, borderaxespad=0.3)
    date_axis(axes)


def _length(history: History) -> str:
    minutes = history.steps.length // 60
    return "each hour" if minutes == 60 else f"each {minutes} min"


def _rate(slo: Slo, history: History, index: int, count: int) -> float:
    """The burn rate of so many steps up to this one; NaN, which is not drawn, without events."""
    span = slice(max(index + 1 - count, 0), index + 1)
    total = sum(history.total[span])
    return max(sum(history.bad[span]) / total / slo.budget, SLOWEST) if total else nan
