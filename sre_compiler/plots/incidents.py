"""How long things took in incidents: a point for each, by quarter and severity, on a scale of minutes to weeks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from msgspec import Struct

from sre_compiler.incidents.report import Report
from sre_compiler.incidents.statistics import P90, quantile
from sre_compiler.plots.style import BAD, GRID, INK, MUTED, SERIES, WARNING, figure, headline, save, styled
from sre_compiler.program.incidents import DURATIONS

ENOUGH = 10
"""From so many points on the 90th percentile is drawn: before, it is little less than the longest."""
MOST = 8
"""Quarters, the last ones."""
COLOURS = (BAD, WARNING, SERIES[0], SERIES[4], SERIES[6])
"""Of severities, the worst first."""
_TICKS = {
    60: "1m", 120: "2m", 300: "5m", 900: "15m", 1_800: "30m", 3_600: "1h", 7_200: "2h", 14_400: "4h", 28_800: "8h",
    86_400: "1d", 259_200: "3d", 604_800: "1w", 2_419_200: "4w",
}  # fmt: skip
_NOTHING = 30
"""Where a duration of 0 is drawn on a scale that has none: at half a minute."""
_COUNTED = ", by the quarter of their detection; how many is told below each strip"
_HEAD, _FOOT, _PANEL, _GAP, _LEFT = 0.95, 0.75, 2.75, 0.65, 0.75
Strips = Mapping[tuple[str, str], Sequence[int]]
"""The durations of each quarter and severity, in the order of time."""


class Field(Struct, frozen=True):
    """The quarters along the x axis, the severities within each, and their colours."""

    quarters: Sequence[str]
    severities: Sequence[str]
    colours: Mapping[str, str]

    @property
    def slot(self) -> float:
        """Inches for a quarter: enough for a strip of each severity."""
        return max(0.75, 0.36 * len(self.severities))

    @property
    def width(self) -> float:
        """Of a strip, in quarters."""
        return 0.84 / len(self.severities)

    def middle(self, quarter: str, severity: str) -> float:
        """Where a strip stands, in quarters."""
        at = self.severities.index(severity) - (len(self.severities) - 1) / 2
        return self.quarters.index(quarter) + at * self.width


def draw(report: Report, severities: Sequence[str], file: Path) -> None:
    """Save the picture of a report of at least one incident; severities are in the order of the scale."""
    with styled():
        save(times(report, severities), file)


def times(report: Report, severities: Sequence[str]) -> Figure:
    """Four panels, one for each duration."""
    every = [*_between(report.cases[0].quarter, report.cases[-1].quarter)]
    quarters = every[-MOST:]
    shown = [case for case in report.cases if case.quarter in quarters]
    colours = {one: COLOURS[min(at, len(COLOURS) - 1)] for at, one in enumerate(severities)}
    used = [one for one in severities if any(case.incident.severity == one for case in shown)]
    field = Field(quarters, used, colours)
    width, top = max(9.0, 2 * (_LEFT + field.slot * len(quarters)) + 0.8), _HEAD + 2 * _PANEL + _GAP + _FOOT
    drawn = figure(width, top)
    headline(drawn, "How long incidents took", _subtitle(report, len(shown), len(every)), top)
    for at, name in enumerate(DURATIONS):
        row, column = divmod(at, 2)
        left, bottom = column * width / 2 + _LEFT, top - _HEAD - (row + 1) * _PANEL - row * _GAP
        axes = drawn.add_axes((left / width, bottom / top, (width / 2 - _LEFT - 0.25) / width, (_PANEL - 0.35) / top))
        _panel(axes, name, _strips(report, name, quarters), field)
    handles = _legend(field)
    drawn.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.25 / width, 0.1 / top), ncols=len(handles))
    return drawn


def _between(first: str, last: str) -> Iterator[str]:
    """All quarters from one to another: one without any incident is good news, and keeps its place."""
    year, number = int(first[:4]), int(first[-1])
    while (quarter := f"{year:04}-Q{number}") <= last:
        yield quarter
        year, number = (year + 1, 1) if number == 4 else (year, number + 1)


def _subtitle(report: Report, shown: int, quarters: int) -> str:
    first, last = report.cases[0].quarter, report.cases[-1].quarter
    span = first if first == last else f"{first} to {last}"
    if quarters > MOST:
        return (
            f"{shown} of {len(report.cases)} incidents: the last {MOST} of {quarters} quarters, up to {last}{_COUNTED}"
        )
    return f"{len(report.cases)} incident{'s' * (len(report.cases) > 1)}, {span}{_COUNTED}"


def _strips(report: Report, duration: str, quarters: Sequence[str]) -> Strips:
    found: dict[tuple[str, str], list[int]] = {}
    for case in report.cases:
        if case.quarter in quarters and duration in case.durations:
            found.setdefault((case.quarter, case.incident.severity), []).append(case.durations[duration])
    return found


def _panel(axes: Axes, name: str, strips: Strips, field: Field) -> None:
    begin, end = DURATIONS[name]
    axes.set_title(f"Time to {name}", pad=8)
    axes.set_title(
        f"{begin.replace('_', ' ')} to {end}", loc="right", fontsize=8, fontweight="normal", color=MUTED, pad=8
    )
    for (quarter, severity), values in strips.items():
        _strip(axes, values, field.middle(quarter, severity), field.width, field.colours[severity])
    axes.set_yscale("log")
    axes.grid(visible=False, axis="x")
    axes.set_xticks(range(len(field.quarters)), field.quarters)
    axes.set_xlim(-0.5, len(field.quarters) - 0.5)
    for edge in range(1, len(field.quarters)):
        axes.axvline(edge - 0.5, color=GRID, linewidth=0.8, zorder=0)
    _time_axis(axes, [max(value, _NOTHING) for values in strips.values() for value in values])


def _strip(axes: Axes, values: Sequence[int], middle: float, width: float, colour: str) -> None:
    """Points side by side, so that none hides another; a bar at the median, a thin one at the 90th percentile."""
    count, ordered = len(values), sorted(values)
    shift = [(at % 5 - 2) / 5 * width * 0.55 if count > 1 else 0.0 for at in range(count)]
    heights = [max(value, _NOTHING) for value in values]
    axes.scatter([middle + one for one in shift], heights, s=15, color=colour, alpha=0.6, linewidths=0, zorder=2)
    if count > 1:
        _bar(axes, quantile(ordered, Fraction(1, 2)), middle, width, 2.2)
    if count >= ENOUGH:
        _bar(axes, quantile(ordered, P90), middle, width, 0.9)
    axes.annotate(
        str(count), (middle, 0), xycoords=axes.get_xaxis_transform(), xytext=(0, 3), textcoords="offset points",
        ha="center", fontsize=7, color=MUTED,
    )  # fmt: skip


def _bar(axes: Axes, at: Fraction, middle: float, width: float, thickness: float) -> None:
    height, half = max(float(at), _NOTHING), width * 0.4
    axes.plot([middle - half, middle + half], [height, height], color=INK, linewidth=thickness, zorder=3)


def _time_axis(axes: Axes, heights: Sequence[int]) -> None:
    """From below the shortest to above the longest, with ticks that people say."""
    low, high = min(heights, default=60) / 2.4, max(heights, default=3_600) * 1.7
    ticks = {_NOTHING: "0", **_TICKS} if _NOTHING in heights else _TICKS
    shown = {at: text for at, text in ticks.items() if low <= at <= high}
    axes.set_ylim(low, high)
    axes.set_yticks([*shown], [*shown.values()])
    axes.set_yticks([], minor=True)


def _legend(field: Field) -> list[Line2D]:
    points = [
        Line2D([], [], color=field.colours[one], marker="o", linestyle="", markersize=5, label=one)
        for one in field.severities
    ]
    median = Line2D([], [], color=INK, linewidth=2.2, label="median")
    p90 = Line2D([], [], color=INK, linewidth=0.9, label=f"90th percentile, from {ENOUGH} incidents on")
    return [*points, median, p90]
