"""Series that an author states, each with a value that stays, or grows from sample to sample."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from msgspec import Struct

from sre_compiler.promql.constants import constant
from sre_compiler.promql.errors import PromQLError
from sre_compiler.promql.evidence.courses import EVALUATION, Course, Courses, Result, Scene, Series
from sre_compiler.promql.evidence.lines import Stretch, UnknownError
from sre_compiler.promql.evidence.steady import result
from sre_compiler.promql.inspection import unwrapped, walk
from sre_compiler.promql.nodes import Expr, Number, Range, Selector, Subquery
from sre_compiler.promql.parser import parse


class Stated(Struct, frozen=True):
    """Each series and its value as they are written, a minute apart; after `settled` seconds all ranges are full.

    `results` is what the condition gives from then on, empty where that is not certain.
    """

    series: tuple[tuple[str, str], ...]
    settled: int
    results: tuple[Result, ...]


def stated(expr: Expr, lines: tuple[str, ...]) -> Stated:
    """What the lines, a series and a value each, mean for a condition."""
    parts = (one.strip().rpartition(" ") for one in lines)
    series = tuple((name.strip(), value) for name, _, value in parts)
    ranges = [one for one in walk(expr, durations=False) if isinstance(one, Range | Subquery)]
    lengths = [constant(one.duration) for one in ranges if isinstance(unwrapped(one.duration), Number)]
    settled = ceil(sum((one for one in lengths if one is not None), Fraction()))
    return Stated(series, settled, () if ranges else _results(expr, series))


def _results(expr: Expr, series: tuple[tuple[str, str], ...]) -> tuple[Result, ...]:
    try:
        courses: Courses = dict(_course(*one) for one in series)
        scene = Scene(courses, EVALUATION, closed=True, stretch=Stretch(Fraction(), Fraction()))
        return (result(expr, scene),)
    except (PromQLError, UnknownError, ValueError):
        return ()


def _course(name: str, value: str) -> tuple[Series, Course]:
    """A series that stands still. Raises ValueError for any other."""
    selector = parse(name)
    if not isinstance(selector, Selector) or selector.metric is None:
        raise ValueError(name)
    labels = frozenset((one.name, one.value) for one in selector.matchers if one.name != "__name__")
    return Series(selector.metric, labels), Course(Fraction(value))
