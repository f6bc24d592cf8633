"""What selectors find, when they look, and how long ranges are."""

from __future__ import annotations

from fractions import Fraction

from sre_compiler.promql import samples
from sre_compiler.promql.constants import constant
from sre_compiler.promql.evidence.courses import Course, Labels, Scene, Vector
from sre_compiler.promql.evidence.lines import ZERO, Line, UnknownError, UnsupportedError, is_double
from sre_compiler.promql.inspection import unwrapped
from sre_compiler.promql.nodes import Number, Range, Selector


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
    return {labels: newest(course, before, scene) for labels, course in selected(selector, scene)}


def newest(course: Course, before: Fraction, scene: Scene) -> Line:
    """A course as an instant selector sees it."""
    if not course.grows:
        return Line(course.value)
    if not scene.aligned or before % scene.step:
        raise UnknownError
    slope = course.grows / scene.step
    return Line(course.value - slope * before, slope, is_double(slope) and is_double(course.value))
