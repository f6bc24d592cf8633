"""Each person's share of hours, nights, weekends and holidays, and their longest duty, as bars."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter
from msgspec import Struct

from sre_compiler.plots.duty_lanes import colors
from sre_compiler.plots.style import BAD, INK, bare
from sre_compiler.rotas import Load, PolicyReport, ScheduleReport
from sre_compiler.units import DAY


class Measure(Struct, frozen=True):
    """A column of bars up to `most`: a share of all such hours of the schedule, or so many of a `unit` in seconds."""

    title: str
    value: Callable[[Load], int]
    most: float
    unit: int | None = None

    def text(self, value: float) -> str:
        return f"{value:.0%}" if self.unit is None else f"{value:.0f}"


HOURS = "hours"
_SHARES: tuple[tuple[str, Callable[[Load], int]], ...] = (
    (HOURS, lambda load: load.duty),
    ("nights", lambda load: load.nights),
    ("weekends", lambda load: load.weekends),
    ("holidays", lambda load: load.holidays),
)


def measures(one: PolicyReport) -> list[Measure]:
    """The columns; all shares have the same scale, so that they can be compared."""
    shares = [Measure(title, value, 0) for title, value in _SHARES]
    most = max([agreed(one), *(share for measure in shares for *_, share in _values(one, measure))])
    longest = max((load.longest for schedule in one.schedules for load in schedule.loads), default=0)
    unit, name = (DAY, "days") if longest >= 2 * DAY else (3_600, "hours")
    return [
        *(Measure(title, value, most) for title, value in _SHARES),
        Measure(f"longest duty, {name}", lambda load: load.longest, longest / unit, unit),
    ]


def _whole(schedule: ScheduleReport, value: Callable[[Load], int]) -> int:
    return sum(map(value, schedule.loads)) or 1


def agreed(one: PolicyReport) -> float:
    """The largest share that anybody is to have; 0 where nothing is agreed."""
    return float(one.policy.fairness.max_share or 0)


def bars(axes: Axes, one: PolicyReport, rows: Mapping[str, int], measure: Measure) -> None:
    """Each schedule's bars below each other in a person's row."""
    thick = 0.64 / len(one.schedules)
    for index, schedule, load, value in _values(one, measure):
        y = rows[load.person] + 0.32 - thick * (index + 0.5)
        over = measure.title == HOURS and _is_over(one, load, schedule)
        axes.barh(y, value, height=thick * 0.9, color=BAD if over else colors(one)[schedule.name])
        axes.text(value, y, f" {measure.text(value)}", va="center", fontsize=7, color=BAD if over else INK)
    if measure.title == HOURS and agreed(one):
        _limit(axes, agreed(one), len(rows) - 0.4)
    axes.set_xlim(0, max(measure.most, 0.01) * 1.3)
    axes.set_title(measure.title, pad=10, loc="left")
    if measure.unit is None:
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.tick_params(labelleft=False)
    axes.locator_params(axis="x", nbins=3)
    bare(axes)


def _values(one: PolicyReport, measure: Measure) -> Iterator[tuple[int, ScheduleReport, Load, float]]:
    """Each person's value in each schedule; shares of nothing are 0."""
    for index, schedule in enumerate(one.schedules):
        size = measure.unit or _whole(schedule, measure.value)
        for load in schedule.loads:
            yield index, schedule, load, measure.value(load) / size


def _limit(axes: Axes, share: float, top: float) -> None:
    axes.axvline(share, color=BAD, linewidth=1, linestyle=(0, (3, 2)), zorder=1)
    axes.text(share, top, f"at most {share:.0%}", color=BAD, fontsize=7, ha="right", va="bottom")


def _is_over(one: PolicyReport, load: Load, schedule: ScheduleReport) -> bool:
    most = one.policy.fairness.max_share
    return most is not None and load.duty > most * schedule.duty
