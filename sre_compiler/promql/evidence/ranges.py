"""What selectors find, and what functions of a range make of it.

Sources: `extrapolatedRate`, `linearRegression` and the functions `…_over_time` of Prometheus 2.42 to 3.x. Counters begin so
far from zero that no server stops there when it extrapolates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil

from sre_compiler.promql import samples
from sre_compiler.promql.constants import constant
from sre_compiler.promql.evidence.courses import Course, Labels, Scene, Vector
from sre_compiler.promql.evidence.lines import ONE, ZERO, Line, UnknownError, UnsupportedError, is_double
from sre_compiler.promql.inspection import unwrapped
from sre_compiler.promql.nodes import Call, Number, Range, Selector

COUNTERS = frozenset({"rate", "increase", "irate"})
SLOPES = frozenset({"delta", "deriv", "idelta", "predict_linear", "changes"})
COUNTED = frozenset(
    {"changes", "resets", "count_over_time", "sum_over_time", "avg_over_time", "min_over_time", "max_over_time"}
)
"""Those whose result may depend on the sample at the beginning of the range."""


def length(node: Range) -> Fraction:
    """How many seconds a range is long."""
    if not isinstance(unwrapped(node.duration), Number):
        raise UnsupportedError
    return constant(node.duration) or ZERO


def shift(node: Range | Selector) -> Fraction:
    """How many seconds before the evaluation is looked at."""
    if node.at is not None or node.extension is not None:
        raise UnsupportedError
    if node.offset is None:
        return ZERO
    found = constant(node.offset)
    if found is None or found < 0:
        raise UnsupportedError
    return found


def selected(selector: Selector, scene: Scene) -> list[tuple[Labels, Course]]:
    """The series that the matchers accept."""
    if selector.metric is None or not samples.are_plain(selector.matchers):
        raise UnsupportedError
    return [
        (series.labels, course)
        for series, course in scene.courses.items()
        if series.metric == selector.metric and samples.matched(selector.matchers, dict(series.labels))
    ]


def stated(selector: Selector) -> Labels:
    """The labels that `absent` takes from the matchers: those that are stated with `=`, each once."""
    names = [one.name for one in selector.matchers]
    return frozenset(
        (one.name, one.value)
        for one in selector.matchers
        if one.op == "=" and one.name != "__name__" and one.value and names.count(one.name) == 1
    )


def instant(selector: Selector, scene: Scene) -> Vector:
    """The newest samples."""
    before = shift(selector)
    return {labels: _line(course, before, scene) for labels, course in selected(selector, scene)}


def _line(course: Course, before: Fraction, scene: Scene) -> Line:
    """A course as an instant selector sees it."""
    if not course.grows:
        return Line(course.value)
    if not scene.aligned or before % scene.step:
        raise UnknownError
    slope = course.grows / scene.step
    return Line(course.value - slope * before, slope, is_double(slope) and is_double(course.value))


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
        newest = _line(course, self.before, self.scene)
        return Line(newest.start - course.grows * samples_ago, newest.slope, newest.exact)


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
    "last_over_time": lambda course, ranged: _line(course, ranged.before, ranged.scene),
    "sum_over_time": _sum,
    "avg_over_time": _average,
    "min_over_time": _end(first_if_grows=True),
    "max_over_time": _end(first_if_grows=False),
    "quantile_over_time": _flat(None, exact=False),
    "stddev_over_time": _flat(ZERO),
    "stdvar_over_time": _flat(ZERO),
}
