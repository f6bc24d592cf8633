"""A scenario over time: what happens, how fast each window burns, when each alert fires, how much budget is spent."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullFormatter, NullLocator

from sre_compiler.plots.style import BAD, GRID, INK, MUTED, SERIES, SOFT, bare, figure, headline, save, styled
from sre_compiler.simulation.replay import LegFiring
from sre_compiler.simulation.scenario import Replayed
from sre_compiler.simulation.scenario_tables import happening
from sre_compiler.units import Duration, Percent, time_text

WIDTH = 10.5
_ROW = 0.3
"""The height of one bar, in inches."""

_LEFT, _RIGHT = 1.35, 1.15
"""Inches for what stands beside the panels."""

_STEPS = (60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800)
"""Seconds from one mark of the time axis to the next."""


def draw(found: Replayed, file: Path) -> None:
    """Save the picture. Raises OSError."""
    with styled():
        save(picture(found), file)


def picture(found: Replayed) -> Figure:
    """Of the group that spends most."""
    group = max(found.courses, key=lambda name: float(found.courses[name].spent[-1]))
    legs = found.legs(group)
    silent = [one for one in found.outcome.no_data if one.group in ("", group) and found.episodes(one)]
    heights = [_rows(len(found.scenario.spec.events)), 2.9, _rows(len(legs) + bool(silent)), 1.15]
    gaps = (0.5, 0.45, 0.5)
    total = sum(heights) + sum(gaps) + 1.0 + 0.55
    drawn = figure(WIDTH, total)
    headline(drawn, found.scenario.metadata.title or found.scenario.metadata.name, _subtitle(found, group), total)
    panels = happens, burn, fires, budget = _panels(drawn, heights, gaps, total)
    for axes in panels:
        _time_axis(axes, found, last=axes is budget)
    _happens(happens, found, group)
    _burn(burn, found, legs)
    _fires(fires, found, legs, group)
    _budget(budget, found, group)
    return drawn


def _rows(count: int) -> float:
    return _ROW * max(count, 1) + 0.08


def _subtitle(found: Replayed, group: str) -> str:
    one = found.site.objective
    of = f", {', '.join(one.group_by)} {group}" if group else ""
    return f"{one.slo_id}{of}: {Percent(one.objective)} over {one.window}, {found.site.environment}"


def _panels(drawn: Figure, heights: Sequence[float], gaps: Sequence[float], total: float) -> list[Axes]:
    """From top to bottom, all as wide, each with its own height in inches."""
    top, panels = total - 1.0, []
    for height, gap in zip(heights, (*gaps, 0.0), strict=True):
        box = (_LEFT / WIDTH, (top - height) / total, (WIDTH - _LEFT - _RIGHT) / WIDTH, height / total)
        panels.append(drawn.add_axes(box))
        top -= height + gap
    return panels


def _happens(axes: Axes, found: Replayed, group: str) -> None:
    spec = found.scenario.spec
    for row, one in enumerate(spec.events):
        start, end = float(one.at.in_seconds), float(spec.lasts.in_seconds)
        if one.lasts is not None:
            end = min(end, start + float(one.lasts.in_seconds))
        here = one.group in (None, group)
        if one.process is not None:
            axes.plot([start], [row], marker="D", markersize=5, color=INK if here else GRID)
            end = start
        else:
            axes.barh(row, end - start, left=start, height=0.62, color=SOFT if here else GRID)
        named = "" if one.group is None else f" ({one.group})"
        _beside(axes, (start, end), row, f"{happening(one)}{named}")
    _as_rows(axes, "What happens", [""] * len(spec.events))


def _beside(axes: Axes, span: tuple[float, float], row: int, text: str) -> None:
    """At the right of a bar, or at its left where there is no room."""
    start, end = span
    right = end < 0.8 * axes.get_xlim()[1]
    axes.annotate(
        text,
        (end if right else start, row),
        xytext=(5 if right else -5, 0),
        textcoords="offset points",
        va="center",
        ha="left" if right else "right",
        fontsize=8,
        color=INK,
    )


def _burn(axes: Axes, found: Replayed, legs: Sequence[LegFiring]) -> None:
    """The long windows as lines, the short ones thin, the thresholds dashed and named at the right."""
    budget, peak = float(found.site.objective.budget), 1.0
    for one, colour in zip(legs, SERIES, strict=False):
        seconds = (one.at - found.begins) / 1000
        axes.plot(seconds, one.short / budget, color=colour, linewidth=0.8, alpha=0.55, zorder=2)
        axes.plot(seconds, one.long / budget, color=colour, linewidth=1.9, zorder=3)
        peak = max(peak, *(float(values[values > 0].max(initial=0)) / budget for values in (one.short, one.long)))
        axes.axhline(one.theta / budget, color=colour, linewidth=0.9, linestyle=(0, (4, 3)))
    least = min((one.theta for one in legs), default=budget) / budget
    axes.set_yscale("log")
    axes.set_ylim(least / 5, max(peak * 1.6, 2 * max((one.theta for one in legs), default=budget) / budget))
    axes.yaxis.set_major_locator(LogLocator(10))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}x"))
    axes.set_title("Burn rate: long windows thick, short ones thin, thresholds dashed", loc="left")
    _name_thresholds(axes, legs, budget)


def _name_thresholds(axes: Axes, legs: Sequence[LegFiring], budget: float) -> None:
    """At the right end, moved apart where they would cover each other."""
    low, high = axes.get_ylim()
    inches = axes.get_figure().get_figheight() * axes.get_position().height  # type: ignore[union-attr]
    last = -1.0
    for one, colour in sorted(zip(legs, SERIES, strict=False), key=lambda pair: pair[0].theta):
        place = log(one.theta / budget / low) / log(high / low) * inches
        last = max(place, last + 0.17) if last >= 0 else place
        name = f"{one.leg.leg.long}/{one.leg.leg.short}: {one.theta / budget:.4g}x"
        axes.annotate(
            name, (1.0, last / inches), xycoords="axes fraction", xytext=(5, 0), textcoords="offset points",
            va="center", fontsize=8, color=colour, fontweight="bold",
        )  # fmt: skip


def _fires(axes: Axes, found: Replayed, legs: Sequence[LegFiring], group: str) -> None:
    """Strong while the condition holds, light while `keep_firing_for` goes on."""
    whole = float(found.scenario.spec.lasts.in_seconds)
    names = []
    for row, (one, colour) in enumerate(zip(legs, SERIES, strict=False)):
        names.append(f"{one.leg.leg.long}/{one.leg.leg.short} {one.leg.severity}")
        interval = int(one.at[1] - one.at[0]) / 1000
        spans = found.episodes(one)
        for (start, end), until in zip(spans, [*(span[0] for span in spans[1:]), None], strict=False):
            axes.barh(row, min(end, whole) - start, left=start, height=0.62, color=colour, alpha=0.35)
            if until is None or until - end > 0.25 * whole:
                _beside(axes, (start, min(end, whole)), row, _lasting(start, end, whole))
        for at in (one.at[one.holds] - found.begins) / 1000:
            axes.barh(row, interval, left=at, height=0.62, color=colour, linewidth=0)
    silent = {span for one in found.outcome.no_data if one.group in ("", group) for span in found.episodes(one)}
    for start, end in sorted(silent):
        axes.barh(len(legs), min(end, whole) - start, left=start, height=0.62, color=MUTED)
        _beside(axes, (start, min(end, whole)), len(legs), _lasting(start, end, whole))
    _as_rows(
        axes,
        "Alerts: strong while the condition holds, light while they are kept firing",
        [*names, *["no data"] * bool(silent)],
    )


def _lasting(start: float, end: float, whole: float) -> str:
    after = f"+{_time(start)}"
    return after if end >= whole else f"{after} for {_time(end - start)}"


def _budget(axes: Axes, found: Replayed, group: str) -> None:
    seconds = (found.grid.scrapes() - found.begins) / 1000
    spent = found.courses[group].spent * 100
    axes.fill_between(seconds, spent, color=BAD, alpha=0.15, linewidth=0)
    axes.plot(seconds, spent, color=BAD, linewidth=1.6)
    axes.set_ylim(0, max(float(spent[-1]) * 1.15, 1e-6))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}%"))
    axes.set_title(f"Budget spent, of that of {found.site.objective.window}", loc="left")
    axes.annotate(
        f"{spent[-1]:.3g}%", (seconds[-1], spent[-1]), xytext=(5, 0), textcoords="offset points", va="center",
        fontsize=8, color=BAD, fontweight="bold", annotation_clip=False,
    )  # fmt: skip


def _as_rows(axes: Axes, title: str, names: Sequence[str]) -> None:
    axes.set_title(title, loc="left")
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.yaxis.set_major_locator(FixedLocator(range(len(names))))
    axes.set_yticklabels(names)
    bare(axes)


def _time_axis(axes: Axes, found: Replayed, *, last: bool) -> None:
    """The same marks in every panel, named below the last."""
    whole = float(found.scenario.spec.lasts.in_seconds)
    step = next((one for one in _STEPS if whole / one <= 12), _STEPS[-1])
    axes.set_xlim(0, whole)
    axes.xaxis.set_major_locator(FixedLocator([step * number for number in range(int(whole // step) + 1)]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"+{_time(value)}") if last else NullFormatter())


def _time(seconds: float) -> str:
    return time_text(Duration.seconds(round(seconds)).in_seconds) if round(seconds) else "0"
