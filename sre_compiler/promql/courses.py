"""Series that stand still or grow evenly, and the vectors that come of them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

Labels = frozenset[tuple[str, str]]
Vector = dict[Labels, Fraction]


class Series(Struct, frozen=True):
    """A series by its name."""

    metric: str
    labels: Labels


class Course(Struct, frozen=True):
    """A value that stays, or a counter that grows by `grows` at every sample."""

    value: Fraction
    grows: int | None = None


Courses = Mapping[Series, Course]


class UnknownError(Exception):
    """The result is not certain."""
