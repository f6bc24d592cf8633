"""On-call duty over the calendar horizon: a row for each person, with their turns and their share of what nobody likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, PercentFormatter
from msgspec import Struct

from sre_compiler.plots.style import BAD, INK, MUTED, SERIES, SOFT, STRONG, bare, figure, headline, save, styled
from sre_compiler.rotas import Interval, Load, PolicyReport, Report, ScheduleReport, shifts, stretches, total, wording

DAY = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WIDTH, _HEAD, _FOOT, _ROW, _TITLE, _AXIS = 17.5, 0.8, 0.5, 0.42, 0.62, 0.38
_LEFT, _LANES, _GAP = 1.15, 8.6, 0.4


class Measure(Struct, frozen=True):
    """A column of bars; `is_share` where it is that of all such hours of the schedule, else it is days."""

    title: str
    value: Callable[[Load], int]
    is_share: bool = True

    def text(self, value: float) -> str:
        return f"{value:.0%}" if self.is_share else f"{value:.1f}"


_HOURS = Measure("hours", lambda load: load.duty)
_MEASURES = (
    _HOURS,
    Measure("nights", lambda load: load.nights),
    Measure("weekends", lambda load: load.weekends),
    Measure("holidays", lambda load: load.holidays),
    Measure("longest duty, days", lambda load: load.longest, is_share=False),
)


def draw(report: Report, file: Path) -> None:
    """Save the picture of a report."""
    with styled():
        save(duty(report), file)


def duty(report: Report) -> Figure:
    """A block for each policy, one below the other."""
    heights = [_TITLE + _ROW * len(_people(one)) + _AXIS for one in report.policies]
    top = _HEAD + sum(heights) + _FOOT
    drawn = figure(_WIDTH, top)
    first, last = (wording.day(at, "UTC") for at in (report.horizon.start, report.horizon.end - 1))
    headline(drawn, "Who is on call", f"{first} to {last}, and each person's share of the time", top)
    at = _HEAD
    for one, height in zip(report.policies, heights, strict=True):
        _block(drawn, report, one, at, top)
        at += height
    drawn.text(_LEFT / _WIDTH, 0.22 / top, _meaning(report), fontsize=8, color=MUTED, va="center")
    return drawn


def _meaning(report: Report) -> str:
    free = report.free
    weekend = " and ".join(day.capitalize() for day in free.weekend) or "no day"
    return (
        f"Nights are {free.night_from} to {free.night_to} and weekends {weekend} by each person's own clock; "
        "holidays are those of the calendars of a person's teams."
    )


def _people(one: PolicyReport) -> list[str]:
    """Everybody with a turn, in the order of the first schedule's load; `nobody` first where nobody is called."""
    found = dict.fromkeys(load.person for schedule in one.schedules for load in schedule.loads)
    return [*(["nobody"] if one.gaps else []), *found]


def _block(drawn: Figure, report: Report, one: PolicyReport, at: float, top: float) -> None:
    people = _people(one)
    rows = {person: len(people) - 1 - index for index, person in enumerate(people)}
    height = _ROW * len(people)
    bottom = 1 - (at + _TITLE + height) / top
    drawn.text(_LEFT / _WIDTH, 1 - (at + 0.18) / top, _name(one), fontsize=11, fontweight="bold", va="center")
    drawn.text(_LEFT / _WIDTH, 1 - (at + 0.42) / top, _covered(one), color=BAD if one.gaps else MUTED, va="center")
    lanes = drawn.add_axes((_LEFT / _WIDTH, bottom, _LANES / _WIDTH, height / top))
    _lanes(lanes, report, one, rows)
    _legend(lanes, one, height)
    width = (_WIDTH - _LEFT - _LANES - _GAP) / len(_MEASURES)
    widest = max((share for measure in _MEASURES if measure.is_share for *_, share in _values(one, measure)), default=0)
    for index, measure in enumerate(_MEASURES):
        left = _LEFT + _LANES + _GAP + index * width
        bars = drawn.add_axes((left / _WIDTH, bottom, (width - _GAP) / _WIDTH, height / top), sharey=lanes)
        _bars(bars, one, rows, measure)
        if measure.is_share:
            bars.set_xlim(0, max(widest, _most(one), 0.01) * 1.3)


def _covered(one: PolicyReport) -> str:
    handoffs = sum(len(schedule.handoffs) for schedule in one.schedules[:1])
    missed = total(one.gaps)
    covered = f"nobody is called for {missed / 3_600:,.0f} hours" if missed else "every page calls somebody"
    return f"{covered}; {handoffs} hand-offs" + (f" of {one.schedules[0].name}" if len(one.schedules) > 1 else "")


def _most(one: PolicyReport) -> float:
    return float(one.policy.fairness.max_share or 0)


def _name(one: PolicyReport) -> str:
    teams = ", ".join(one.teams)
    return one.policy.name if teams in ("", one.policy.name) else f"{one.policy.name}, for {teams}"


def _colors(one: PolicyReport) -> Mapping[str, str]:
    """The colour of each schedule: the first is the one that is called first."""
    wanted = (STRONG, SOFT, *SERIES[1:])
    return {schedule.name: wanted[index % len(wanted)] for index, schedule in enumerate(one.schedules)}


def _lanes(axes: Axes, report: Report, one: PolicyReport, rows: Mapping[str, int]) -> None:
    """Everybody's turns; where somebody is on call in two schedules the first one stands in front."""
    for schedule in reversed(one.schedules):
        for person, spans in _turns(one, schedule, report).items():
            lane = [(start / DAY, (end - start) / DAY) for start, end in spans]
            axes.broken_barh(lane, (rows[person] - 0.3, 0.6), color=_colors(one)[schedule.name], linewidth=0)
    if one.gaps:
        axes.broken_barh(
            [(a / DAY, max((b - a) / DAY, 0.5)) for a, b in one.gaps], (rows["nobody"] - 0.3, 0.6), color=BAD
        )
    _marks(axes, report, rows)
    axes.set_xlim(report.horizon.start / DAY, report.horizon.end / DAY)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.set_yticks(list(rows.values()), list(rows))
    axes.xaxis_date()
    axes.set_xticks(_months(report))
    axes.xaxis.set_major_formatter(FuncFormatter(_month))
    bare(axes)


def _months(report: Report) -> list[float]:
    """The first days of all months, or of every third where they are many; none at the very end, where it would stand alone."""
    start, end = (_EPOCH + timedelta(seconds=at) for at in (report.horizon.start, report.horizon.end))
    firsts = [
        datetime(year, month, 1, tzinfo=UTC) for year in range(start.year, end.year + 1) for month in range(1, 13)
    ]
    step = 1 if end - start < timedelta(days=800) else 3
    shown = [at for at in firsts if start <= at < end - timedelta(days=10) and (at.month - 1) % step == 0]
    return [(at - _EPOCH).total_seconds() / DAY for at in shown]


def _month(at: float, _position: int | None = None) -> str:
    day = _EPOCH + timedelta(days=at)
    return str(day.year) if day.month == 1 else _MONTHS[day.month - 1]


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


def _legend(axes: Axes, one: PolicyReport, height: float) -> None:
    schedules = [Patch(color=color, label=name) for name, color in _colors(one).items()]
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


def _values(one: PolicyReport, measure: Measure) -> Iterator[tuple[int, ScheduleReport, Load, float]]:
    """Each person's value in each schedule; shares of nothing are 0."""
    for index, schedule in enumerate(one.schedules):
        whole = sum(map(measure.value, schedule.loads)) or 1
        for load in schedule.loads:
            yield index, schedule, load, measure.value(load) / (whole if measure.is_share else DAY)


def _bars(axes: Axes, one: PolicyReport, rows: Mapping[str, int], measure: Measure) -> None:
    """Each schedule's bars below each other in a person's row."""
    thick = 0.64 / len(one.schedules)
    for index, schedule, load, value in _values(one, measure):
        y = rows[load.person] + 0.32 - thick * (index + 0.5)
        over = measure is _HOURS and _is_over(one, load, schedule)
        axes.barh(y, value, height=thick * 0.9, color=BAD if over else _colors(one)[schedule.name])
        axes.text(value, y, f" {measure.text(value)}", va="center", fontsize=7, color=BAD if over else INK)
    if measure is _HOURS and _most(one):
        axes.axvline(_most(one), color=BAD, linewidth=1, linestyle=(0, (3, 2)), zorder=1)
        text = f"at most {_most(one):.0%}"
        axes.text(_most(one), len(rows) - 0.4, text, color=BAD, fontsize=7, ha="right", va="bottom")
    axes.margins(x=0.3)
    axes.set_title(measure.title, pad=10, loc="left")
    if measure.is_share:
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.tick_params(labelleft=False)
    axes.locator_params(axis="x", nbins=3)
    bare(axes)


def _is_over(one: PolicyReport, load: Load, schedule: ScheduleReport) -> bool:
    most = one.policy.fairness.max_share
    return most is not None and load.duty > most * schedule.duty
