"""What functions of a range make of the series in it.

Sources: `extrapolatedRate`, `linearRegression` and the functions `…_over_time` of Prometheus 2.42 to 3.x. Counters begin so
far from zero that no server stops there when it extrapolates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil

from sre_compiler.promql.constants import constant
from sre_compiler.promql.evidence.courses import Course, Scene, Vector
from sre_compiler.promql.evidence.lines import ONE, ZERO, Line, UnknownError, UnsupportedError, is_double
from sre_compiler.promql.evidence.selecting import length, newest, selected, shift
from sre_compiler.promql.inspection import unwrapped
from sre_compiler.promql.nodes import Call, Range

COUNTERS = frozenset({"rate", "increase", "irate"})
SLOPES = frozenset({"delta", "deriv", "idelta", "predict_linear", "changes"})
COUNTED = frozenset(
    {"changes", "resets", "count_over_time", "sum_over_time", "avg_over_time", "min_over_time", "max_over_time"}
)
"""Those whose result may depend on the sample at the beginning of the range."""


def over(node: Call, ranged: Range, scene: Scene) -> Vector:
    """What the function makes of each series in the range."""
    seconds, before = length(ranged), shift(ranged)
    found = selected(ranged.selector, scene)
    other = [constant(one) for one in node.args if unwrapped(one) is not ranged]
    if any(one is None for one in other) or node.function not in _WAYS:
        raise UnsupportedError
    extra = other[0] if other and other[0] is not None else ZERO
    return {labels: _WAYS[node.function](course, _Range(seconds, before, extra, scene)) for labels, course in found}


class _Range:
    """A range as its functions look at it; `extra` is their other argument."""

    def __init__(self, seconds: Fraction, before: Fraction, extra: Fraction, scene: Scene) -> None:
        self.seconds, self.before, self.extra, self.scene = seconds, before, extra, scene

    @property
    def count(self) -> int:
        """How many samples lie in it."""
        if not self.scene.aligned or self.before % self.scene.step:
            raise UnknownError
        parts = self.seconds / self.scene.step
        return int(parts) + 1 if self.scene.closed else ceil(parts)

    def each(self, course: Course, seconds: Fraction) -> Line:
        """By how much a series grows in so many seconds."""
        return Line(course.grows * seconds / self.scene.step, exact=not course.grows)

    def back(self, course: Course, samples_ago: Fraction) -> Line:
        """The value so many samples before the newest."""
        last = newest(course, self.before, self.scene)
        return Line(last.start - course.grows * samples_ago, last.slope, last.exact)


def _counter(seconds: Callable[[_Range], Fraction]) -> Callable[[Course, _Range], Line]:
    def way(course: Course, ranged: _Range) -> Line:
        if course.grows < 0:
            raise UnknownError
        return ranged.each(course, seconds(ranged))

    return way


def _end(*, first_if_grows: bool) -> Callable[[Course, _Range], Line]:
    """The first or the last sample of the range, whichever is the smallest or greatest."""

    def way(course: Course, ranged: _Range) -> Line:
        if not course.grows:
            return Line(course.value)
        first = (course.grows > 0) is first_if_grows
        return ranged.back(course, Fraction(ranged.count - 1) if first else ZERO)

    return way


def _average(course: Course, ranged: _Range) -> Line:
    if not course.grows:
        return Line(course.value, exact=is_double(course.value))
    middle = ranged.back(course, Fraction(ranged.count - 1, 2))
    return Line(middle.start, middle.slope, exact=False)


def _sum(course: Course, ranged: _Range) -> Line:
    total = _average(course, ranged)
    count = ranged.count
    whole = total.exact and is_double(total.start * count)
    return Line(total.start * count, total.slope * count, exact=whole and not total.slope)


def _predicted(course: Course, ranged: _Range) -> Line:
    if not course.grows:
        return Line(course.value)
    slope = course.grows / ranged.scene.step
    if ranged.before:
        raise UnknownError
    return Line(course.value + slope * ranged.extra, slope, exact=False)


def _flat(value: Fraction | None, *, exact: bool = True) -> Callable[[Course, _Range], Line]:
    """A number of a series that stands still; None: its own."""

    def way(course: Course, _: _Range) -> Line:
        if course.grows:
            raise UnknownError
        return Line(course.value if value is None else value, exact=exact)

    return way


_WAYS: Mapping[str, Callable[[Course, _Range], Line]] = {
    "rate": _counter(lambda _: ONE),
    "irate": _counter(lambda _: ONE),
    "increase": _counter(lambda ranged: ranged.seconds),
    "delta": lambda course, ranged: ranged.each(course, ranged.seconds),
    "idelta": lambda course, ranged: ranged.each(course, Fraction(ranged.scene.step)),
    "deriv": lambda course, ranged: ranged.each(course, ONE),
    "predict_linear": _predicted,
    "changes": lambda course, ranged: Line(Fraction(ranged.count - 1 if course.grows else 0)),
    "resets": lambda course, ranged: Line(Fraction(ranged.count - 1 if course.grows < 0 else 0)),
    "count_over_time": lambda _, ranged: Line(Fraction(ranged.count)),
    "present_over_time": lambda *_: Line(ONE),
    "last_over_time": lambda course, ranged: newest(course, ranged.before, ranged.scene),
    "sum_over_time": _sum,
    "avg_over_time": _average,
    "min_over_time": _end(first_if_grows=True),
    "max_over_time": _end(first_if_grows=False),
    "quantile_over_time": _flat(None, exact=False),
    "stddev_over_time": _flat(ZERO),
    "stdvar_over_time": _flat(ZERO),
}
