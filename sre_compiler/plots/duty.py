"""On-call duty over the calendar horizon: a row for each person, with their turns and their share of what nobody likes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from msgspec import Struct

from sre_compiler.plots import duty_bars, duty_lanes
from sre_compiler.plots.style import BAD, MUTED, figure, headline, save, styled
from sre_compiler.rotas import PolicyReport, Report, total, wording

_HEAD, _FOOT, _ROW, _TITLE, _AXIS = 0.8, 0.5, 0.42, 0.62, 0.38
_LANES, _BARS, _GAP = 8.6, 7.75, 0.4


class Sheet(Struct, frozen=True):
    """A figure and its measures in inches; `left` is where the lanes begin."""

    drawn: Figure
    left: float

    def write(self, text: str, top: float, **how: Any) -> None:
        """A line of text above the lanes, `top` inches from the upper edge."""
        width, height = self.drawn.get_size_inches()
        self.drawn.text(self.left / width, 1 - top / height, text, va="center", **how)

    def place(self, left: float, top: float, width: float, height: float) -> tuple[float, float, float, float]:
        """A rectangle as matplotlib counts: shares of the figure from its lower left corner."""
        wide, high = self.drawn.get_size_inches()
        return left / wide, 1 - (top + height) / high, width / wide, height / high


def draw(report: Report, file: Path) -> None:
    """Save the picture of a report."""
    with styled():
        save(duty(report), file)


def duty(report: Report) -> Figure:
    """A block for each policy, one below the other."""
    heights = [_TITLE + _ROW * len(people(one)) + _AXIS for one in report.policies]
    top = _HEAD + sum(heights) + _FOOT
    longest = max((len(name) for one in report.policies for name in people(one)), default=0)
    left = max(1.15, 0.35 + 0.075 * longest)
    sheet = Sheet(figure(left + _LANES + _BARS, top), left)
    first, last = (wording.day(at, "UTC") for at in (report.horizon.start, report.horizon.end - 1))
    headline(sheet.drawn, "Who is on call", f"{first} to {last}, and each person's share of the time", top)
    at = _HEAD
    for one, height in zip(report.policies, heights, strict=True):
        _block(sheet, report, one, at)
        at += height
    sheet.write(_meaning(report), top - 0.22, fontsize=8, color=MUTED)
    return sheet.drawn


def _meaning(report: Report) -> str:
    free = report.free
    weekend = " and ".join(day.capitalize() for day in free.weekend) or "no day"
    return (
        f"Nights are {free.night_from} to {free.night_to} and weekends {weekend} by each person's own clock; "
        "holidays are those of the calendars of a person's teams."
    )


def people(one: PolicyReport) -> list[str]:
    """Everybody with a turn, in the order of the first schedule's load; `nobody` first where nobody is called."""
    found = dict.fromkeys(load.person for schedule in one.schedules for load in schedule.loads)
    return [*([duty_lanes.NOBODY] if one.gaps else []), *found]


def _block(sheet: Sheet, report: Report, one: PolicyReport, at: float) -> None:
    names = people(one)
    rows = {person: len(names) - 1 - index for index, person in enumerate(names)}
    height = _ROW * len(names)
    sheet.write(_name(one), at + 0.18, fontsize=11, fontweight="bold")
    sheet.write(_covered(one), at + 0.42, color=BAD if one.gaps else MUTED)
    lanes = sheet.drawn.add_axes(sheet.place(sheet.left, at + _TITLE, _LANES, height))
    duty_lanes.lanes(lanes, report, one, rows)
    duty_lanes.legend(lanes, one, height)
    measures = duty_bars.measures(one)
    width = (_BARS - _GAP) / len(measures)
    for index, measure in enumerate(measures):
        left = sheet.left + _LANES + _GAP + index * width
        bars = sheet.drawn.add_axes(sheet.place(left, at + _TITLE, width - _GAP, height), sharey=lanes)
        duty_bars.bars(bars, one, rows, measure)


def _name(one: PolicyReport) -> str:
    teams = ", ".join(one.teams)
    return one.policy.name if teams in ("", one.policy.name) else f"{one.policy.name}, for {teams}"


def _covered(one: PolicyReport) -> str:
    handoffs = sum(len(schedule.handoffs) for schedule in one.schedules[:1])
    missed = total(one.gaps)
    covered = f"nobody is called for {missed / 3_600:,.0f} hours" if missed else "every page calls somebody"
    return f"{covered}; {handoffs} hand-offs" + (f" of {one.schedules[0].name}" if len(one.schedules) > 1 else "")
