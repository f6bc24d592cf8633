"""How soon each leg sees an outage, and how much budget is spent by then, over the error ratio."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from sre_compiler.plots.style import MUTED, SERIES, figure, headline, save, styled
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.simulation.answers import Study
from sre_compiler.units import Duration, Percent, time_text

WIDTH, HEIGHT = 10.5, 5.0
_TIMES = (60, 300, 900, 3600, 6 * 3600, 86_400, 3 * 86_400, 30 * 86_400)


def draw(study: Study, file: Path) -> None:
    """Save the picture. Raises OSError."""
    with styled():
        save(picture(study), file)


def picture(study: Study) -> Figure:
    """Two panels: the time until each leg fires, and the budget spent by then."""
    one, legs = study.site.objective, study.site.objective.alerting_legs
    said = f"{one.slo_id}: {Percent(one.objective)} over {one.window}, {study.site.environment}"
    if not study.outages:
        return _silent(figure(WIDTH, 1.2), said)
    drawn = figure(WIDTH, HEIGHT)
    headline(drawn, "How soon an outage is seen", said, HEIGHT)
    late, spent = (drawn.add_axes(box) for box in ((0.075, 0.135, 0.4, 0.62), (0.565, 0.135, 0.315, 0.62)))
    for number, (leg, colour) in enumerate(zip(legs, SERIES, strict=False)):
        _leg((late, spent), study, leg, colour, 4 - number / 10)
    _late_axes(late)
    _spent_axes(spent)
    for axes in (late, spent):
        _errors_axis(axes, study)
    _exhausted(late, study)
    spent.legend(loc="upper left", bbox_to_anchor=(1.0, 1.03), handlelength=1.4)
    return drawn


def _silent(drawn: Figure, said: str) -> Figure:
    headline(drawn, "No leg of this SLO alerts anybody", said, 1.2)
    return drawn


def _leg(panels: tuple[Axes, Axes], study: Study, leg: PolicyLeg, colour: str, above: float) -> None:
    """A line with a mark at each outage; the lines of faster legs lie `above` those of slower ones."""
    late, spent = panels
    seen = [(one, found) for one in study.outages for found in one.detections if found.leg == leg and found.after]
    ratios = [float(one.error_ratio) for one, _ in seen]
    style = {"color": colour, "marker": "o", "markersize": 3.5, "linewidth": 1.8, "zorder": above}
    late.plot(ratios, [found.after or 0 for _, found in seen], **style)  # type: ignore[arg-type]
    name = f"{leg.leg.long}/{leg.leg.short} {leg.severity}"
    spent.plot(ratios, [100 * (found.spent or 0) for _, found in seen], label=name, **style)  # type: ignore[arg-type]


def _exhausted(axes: Axes, study: Study) -> None:
    """Where the whole budget is spent."""
    known = [(float(one.error_ratio), float(one.exhausts)) for one in study.outages if one.exhausts is not None]
    axes.plot(*zip(*known, strict=True), color=MUTED, linewidth=1, linestyle=(0, (4, 3)), zorder=1.5)
    near = known[len(known) // 2]
    axes.annotate(
        "the whole budget is spent",
        near,
        xytext=(-8, 3),
        textcoords="offset points",
        ha="right",
        fontsize=8,
        color=MUTED,
    )


def _late_axes(axes: Axes) -> None:
    axes.set_title("Time until it fires", loc="left")
    axes.set_yscale("log")
    axes.yaxis.set_major_locator(FixedLocator(_TIMES))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: time_text(Duration.seconds(round(value)).in_seconds)))


def _spent_axes(axes: Axes) -> None:
    axes.set_title("Budget spent by then", loc="left")
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}%"))


def _errors_axis(axes: Axes, study: Study) -> None:
    """From all events bad, at the left, to as many as the budget allows."""
    ratios: Sequence[float] = [float(one.error_ratio) for one in study.outages]
    axes.set_xscale("log")
    axes.set_xlim(max(ratios) * 1.15, min(ratios) / 1.15)
    marks = [
        one for one in (1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001) if min(ratios) <= one <= max(ratios)
    ]
    axes.xaxis.set_major_locator(FixedLocator(marks))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}%"))
    axes.set_xlabel("share of events that are bad during the outage")
