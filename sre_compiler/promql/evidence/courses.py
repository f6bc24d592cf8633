"""Series that stand still or grow evenly, and the vectors that come of them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from sre_compiler.promql.evidence.lines import Line, Stretch

Labels = frozenset[tuple[str, str]]
Vector = dict[Labels, Line]
Result = Vector | Line
"""What an expression gives: series, or of a scalar one number."""

EVALUATION = 60
"""Seconds from one evaluation to the next."""
LONG, SPARSE = 6 * 3600, 1800
"""What takes longer is evaluated more seldom: servers would be asked ten thousand times for a week."""


class Series(Struct, frozen=True):
    """A series by its name."""

    metric: str
    labels: Labels


class Course(Struct, frozen=True):
    """The first value, and by what it grows from each sample to the next."""

    value: Fraction
    grows: Fraction = Fraction(0)


Courses = Mapping[Series, Course]


class Scene(Struct, frozen=True):
    """Series whose samples are `step` seconds apart, looked at during a stretch.

    `closed` says whether a range holds a sample that lies exactly at its beginning: on Prometheus 2 it does.
    """

    courses: Courses
    step: int
    closed: bool
    stretch: Stretch

    @property
    def aligned(self) -> bool:
        """Whether every evaluation meets a sample."""
        return EVALUATION % self.step == 0
