"""What happens in a case, step by step, as counts for the simulator and as promtool's notation for the same.

Only whole numbers are added: promtool adds in floating point, and a counter that loses a hair has restarted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

BEFORE = 1_000_000
"""Where counters begin: so far from zero that servers do not differ in how they extrapolate."""


class Stretch(Struct, frozen=True):
    """So many steps with so many good and bad events each; None: there is no such series."""

    steps: int
    good: int | None
    bad: int | None

    @property
    def total(self) -> int | None:
        return None if self.good is None and self.bad is None else (self.good or 0) + (self.bad or 0)


Course = tuple[Stretch, ...]


def length(course: Course) -> int:
    """All its steps."""
    return sum(one.steps for one in course)


def expanded(course: Course, events: Iterable[float | None]) -> list[float]:
    """One number for each step; NaN where there is no series."""
    missing = float("nan")
    return [
        missing if count is None else float(count)
        for one, count in zip(course, events, strict=True)
        for _ in range(one.steps)
    ]


def counter(course: Course, events: Sequence[int | None], before: int = BEFORE) -> str:
    """A counter that grows by these events in every step of each stretch."""
    parts: list[str] = []
    value = before
    for one, count in zip(course, events, strict=True):
        if count is None:
            parts += missing(one.steps, there=bool(parts) and not parts[-1].startswith("_"))
            continue
        parts.append(f"{value + count}+{count}x{one.steps - 1}" if one.steps > 1 else str(value + count))
        value += count * one.steps
    return " ".join(parts)


def good(course: Course) -> str:
    """A counter of the good events."""
    return counter(course, [one.good for one in course])


def bad(course: Course) -> str:
    """A counter of the bad events."""
    return counter(course, [one.bad for one in course])


def everything(course: Course) -> str:
    """A counter of all events."""
    return counter(course, [one.total for one in course], 2 * BEFORE)


def unchanged(course: Course) -> str:
    """A counter that is there, and counts nothing."""
    return counter(course, [None if one.total is None else 0 for one in course])


def gauge(stretches: Iterable[tuple[int, str | None]]) -> str:
    """So many samples of each value, one after the other; None: there is no sample."""
    parts: list[str] = []
    for steps, value in stretches:
        if value is None:
            parts += missing(steps, there=bool(parts) and not parts[-1].startswith("_"))
        else:
            parts.append(f"{value}+0x{steps - 1}" if steps > 1 else value)
    return " ".join(parts)


def missing(steps: int, *, there: bool) -> list[str]:
    """Steps without a sample; a series that was there ends at the first of them, as when a target is gone."""
    if not there:
        return [f"_x{steps}"]
    return ["stale", f"_x{steps - 1}"] if steps > 1 else ["stale"]
