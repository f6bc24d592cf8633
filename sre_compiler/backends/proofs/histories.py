"""What happens to the series of plain alerts, in promtool's notation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from sre_compiler.backends.proofs.case import series_of
from sre_compiler.promql.evidence.courses import Course, Series
from sre_compiler.promql.evidence.onset import Onset
from sre_compiler.promql.evidence.search import Side
from sre_compiler.promql.evidence.stated import Stated
from sre_compiler.units import fraction_text

_GROWING = re.compile(r"[0-9.][+-]")
"""The value of an author that says by how much it grows."""


def steady(given: Side | Stated, steps: int) -> list[tuple[str, str]]:
    """Each series with so many steps of its values."""
    if isinstance(given, Stated):
        return [(name, f"{_value(value)}x{steps}") for name, value in given.series]
    return sorted((_name(one), _stretch(course.value, course.grows, steps)) for one, course in given.courses.items())


def changing(fires: Side, onset: Onset, before: int, steps: int) -> list[tuple[str, str]]:
    """Each series with `before` steps of what is silent, and then so many of what fires."""
    return sorted(
        (_name(one), " ".join(_parts(one, course, onset, before, steps))) for one, course in fires.courses.items()
    )


def _parts(series: Series, after: Course, onset: Onset, before: int, steps: int) -> Iterator[str]:
    first = onset.before[series]
    yield _stretch(first.value, first.grows, before)
    goes_on = first.value + first.grows * before + after.grows
    jumps = after.value + after.grows * (before + 1)
    yield _stretch(goes_on if series in onset.counters else jumps, after.grows, steps - 1)


def _name(series: Series) -> str:
    return series_of(series.metric, dict(sorted(series.labels)))


def _value(written: str) -> str:
    return written if _GROWING.search(written) else f"{written}+0"


def _stretch(value: Fraction, grows: Fraction, steps: int) -> str:
    """The first value, and what is added to it so often."""
    sign = "-" if grows < 0 else "+"
    return f"{fraction_text(value)}{sign}{fraction_text(abs(grows))}x{steps}"
