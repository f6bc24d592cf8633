"""Everybody's turns over the horizon: a lane for each person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from sre_compiler.plots.style import BAD, INK, SERIES, SOFT, STRONG, bare
from sre_compiler.rotas import Interval, PolicyReport, Report, ScheduleReport, shifts, stretches
from sre_compiler.units import DAY

NOBODY = "nobody"
_NARROWEST = 0.25
"""Days: a gap of an hour is to be seen as well."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def colors(one: PolicyReport) -> Mapping[str, str]:
    """The colour of each schedule: the first is the one that is called first."""
    wanted = (STRONG, SOFT, *SERIES[1:])
    return {schedule.name: wanted[index % len(wanted)] for index, schedule in enumerate(one.schedules)}


def lanes(axes: Axes, report: Report, one: PolicyReport, rows: Mapping[str, int]) -> None:
    """Where somebody is on call in two schedules the first one stands in front."""
    for schedule in reversed(one.schedules):
        for person, spans in _turns(one, schedule, report).items():
            lane = [(start / DAY, (end - start) / DAY) for start, end in spans]
            axes.broken_barh(lane, (rows[person] - 0.3, 0.6), color=colors(one)[schedule.name], linewidth=0)
    if one.gaps:
        gaps = [(start / DAY, max((end - start) / DAY, _NARROWEST)) for start, end in one.gaps]
        axes.broken_barh(gaps, (rows[NOBODY] - 0.3, 0.6), color=BAD, linewidth=0)
    _marks(axes, report, rows)
    axes.set_xlim(report.horizon.start / DAY, report.horizon.end / DAY)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.set_yticks(list(rows.values()), list(rows))
    axes.set_xticks(_months(report))
    axes.xaxis.set_major_formatter(FuncFormatter(_month))
    bare(axes)


def _turns(one: PolicyReport, schedule: ScheduleReport, report: Report) -> dict[str, list[Interval]]:
    found: dict[str, list[Interval]] = {}
    for shift in stretches(shifts(one.policy, schedule.name, report.horizon)):
        found.setdefault(shift.person, []).append((shift.start, shift.end))
    return found


def _marks(axes: Axes, report: Report, rows: Mapping[str, int]) -> None:
    """A stroke at each holiday of each person."""
    for person, row in rows.items():
        days = [(start + end) / 2 / DAY for start, end in report.shared.holidays.get(person, ())]
        axes.vlines(days, row - 0.42, row + 0.42, color=INK, linewidth=0.7)


def _months(report: Report) -> list[float]:
    """The first days of all months, or of every third where they are many; none at the very end, where it would stand alone."""
    start, end = (_EPOCH + timedelta(seconds=at) for at in (report.horizon.start, report.horizon.end))
    step = 1 if end - start < timedelta(days=800) else 3
    months = [(year, month) for year in range(start.year, end.year + 1) for month in range(1, 13, step)]
    firsts = [datetime(year, month, 1, tzinfo=UTC) for year, month in months]
    return [(at - _EPOCH).total_seconds() / DAY for at in firsts if start <= at < end - timedelta(days=10)]


def _month(at: float, _position: int | None = None) -> str:
    day = _EPOCH + timedelta(days=at)
    return str(day.year) if day.month == 1 else _MONTHS[day.month - 1]


def legend(axes: Axes, one: PolicyReport, height: float) -> None:
    """Above the lanes, which are so many inches high."""
    schedules = [Patch(color=color, label=name) for name, color in colors(one).items()]
    holiday = Line2D([], [], color=INK, linewidth=0.7, marker="|", markersize=9, linestyle="", label="holiday")
    axes.legend(
        handles=[*schedules, holiday],
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0 + 0.02 / height),
        ncols=len(schedules) + 1,
        handlelength=1.0,
        handleheight=1.0,
        fontsize=8,
        borderaxespad=0.3,
    )
