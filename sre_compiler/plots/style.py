"""How all pictures look, and how they are saved. No state of matplotlib is changed for others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure

INK, MUTED, GRID = "#1f2933", "#616e7c", "#dfe3e8"
STRONG, SOFT = "#2f6690", "#a9c6dd"
"""What a picture is about first, and what it is about besides."""
GOOD, WARNING, BAD = "#3a8f5c", "#e09f3e", "#c1292e"
SERIES = ("#2f6690", "#e09f3e", "#3a8f5c", "#8e5572", "#5fa8d3", "#c1292e", "#7d8597", "#9c6644")
"""Colours of lines that are compared, told apart in print and by people who see no red and green."""

_SETTINGS: Any = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so that a picture is the same everywhere
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": GRID,
    "axes.labelcolor": MUTED,
    "axes.titlesize": 9,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "legend.frameon": False,
    "svg.hashsalt": "sre-compile",
    "svg.fonttype": "path",
}
_DPI = 160


@contextmanager
def styled() -> Iterator[None]:
    """While a picture is drawn and saved."""
    with mpl.rc_context(_SETTINGS):
        yield


def figure(width: float, height: float) -> Figure:
    """An empty picture, in inches; it belongs to no window."""
    return Figure(figsize=(width, height), facecolor="white", layout=None)


def headline(drawn: Figure, title: str, subtitle: str, top: float) -> None:
    """What the picture says, at its top left; `top` is its height in inches."""
    drawn.text(0.3 / drawn.get_figwidth(), 1 - 0.30 / top, title, fontsize=15, fontweight="bold", va="center")
    drawn.text(0.3 / drawn.get_figwidth(), 1 - 0.58 / top, subtitle, fontsize=9.5, color=MUTED, va="center")


def bare(axes: Axes) -> None:
    """No frame and no horizontal lines."""
    axes.grid(visible=False, axis="y")
    for spine in axes.spines.values():
        spine.set_visible(False)


def date_axis(axes: Axes) -> None:
    """Days along the x axis, in UTC."""
    locator = AutoDateLocator(minticks=4, maxticks=9)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]


def level(axes: Axes, height: float, name: str, colour: str) -> None:
    """A horizontal line that means something, and its name above its right end."""
    axes.axhline(height, color=colour, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1.5)
    axes.annotate(
        name,
        (1.0, height),
        xycoords=axes.get_yaxis_transform(),
        xytext=(-2, 2),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=7.5,
        color=colour,
    )


def save(drawn: Figure, file: Path) -> None:
    """PNG or SVG by the ending of the name. No date and no version is in it."""
    metadata = {"Date": None, "Creator": None} if file.suffix == ".svg" else {"Software": None}
    drawn.savefig(file, format=file.suffix[1:], dpi=_DPI, metadata=metadata)
