"""When a condition begins to hold after series have changed from those that are silent to those that fire.

Known where series are counters that are read over one range each, or gauges that are read as they are. While a range holds
samples from before and after, a counter grew in it by the average of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from msgspec import Struct

from sre_compiler.promql import samples
from sre_compiler.promql.evidence.courses import EVALUATION, Course, Courses, Scene, Series
from sre_compiler.promql.evidence.lines import Stretch, UnknownError
from sre_compiler.promql.evidence.search import Evidence, Side
from sre_compiler.promql.evidence.selecting import length, shift
from sre_compiler.promql.evidence.steady import result
from sre_compiler.promql.inspection import selectors, unwrapped, walk
from sre_compiler.promql.nodes import Call, Expr, Range, Selector

_AVERAGING = frozenset({"rate", "increase"})
"""`irate` looks at the last two samples alone."""
_LONGEST = 2 * 3600
"""Of ranges whose every evaluation is worked out."""


_FOREVER = 30 * 86_400


class Onset(Struct, frozen=True):
    """The series as they are `before`; of these `counters` go on from where they are, the others jump.

    Seconds after the change: until `quiet` the condition does not hold at any evaluation, and from `holds` on at each.
    """

    before: Courses
    counters: frozenset[Series]
    quiet: int
    holds: int


def onset(expr: Expr, known: Evidence) -> Onset | None:
    """None where it is not known."""
    silent, fires = known.silent, known.fires
    if (
        silent is None
        or fires is None
        or silent.courses.keys() != fires.courses.keys()
        or EVALUATION % fires.step
        or silent.step != fires.step
    ):
        return None
    try:
        lengths = _lengths(expr, fires.courses)
        if max(lengths.values(), default=0) > _LONGEST:
            return None
        for before in (_doubled(silent.courses, lengths), silent.courses):
            found = _found(expr, before, fires, lengths)
            if found is not None:
                return found
    except UnknownError:
        pass
    return None


def _lengths(expr: Expr, courses: Courses) -> dict[Series, Fraction]:
    """Over how many seconds each counter is read. Raises UnknownError where that is not all that is asked of series."""
    ranged = {id(one.selector): length(one) for one in _ranges(expr)}
    read: dict[Series, set[Fraction]] = {}
    for one in selectors(expr):
        if one.offset is not None:
            raise UnknownError
        for series in _matched(one, courses):
            read.setdefault(series, set()).add(ranged.get(id(one), Fraction()))
    if any(len(some) > 1 for some in read.values()):
        raise UnknownError
    return {series: some.pop() for series, some in read.items() if some != {0}}


def _ranges(expr: Expr) -> Iterator[Range]:
    """Those of counters; any other is not known here."""
    for call in walk(expr, durations=False):
        if isinstance(call, Call):
            for inner in map(unwrapped, call.args):
                if isinstance(inner, Range):
                    if call.function not in _AVERAGING or shift(inner):
                        raise UnknownError
                    yield inner


def _matched(selector: Selector, courses: Courses) -> Iterator[Series]:
    for one in courses:
        if one.metric == selector.metric and samples.matched(selector.matchers, dict(one.labels)):
            yield one


def _doubled(courses: Courses, lengths: dict[Series, Fraction]) -> Courses:
    """Twice as many events: of a ratio both sides then change, and not the upper one alone."""
    return {one: Course(it.value, it.grows * 2) if one in lengths else it for one, it in courses.items()}


def _found(expr: Expr, before: Courses, fires: Side, lengths: dict[Series, Fraction]) -> Onset | None:
    last = ceil(max(lengths.values(), default=Fraction()) / EVALUATION) + 1
    seen = [_holds(expr, before, fires, lengths, since * EVALUATION) for since in range(last + 1)]
    quiet = next((number for number, one in enumerate(seen) if one is not False), 0) - 1
    holds = len(seen) - next((number for number, one in enumerate(reversed(seen)) if one is not True), len(seen))
    if quiet < 0 or holds > last:
        return None
    return Onset(before, frozenset(lengths), quiet * EVALUATION, holds * EVALUATION)


def _holds(expr: Expr, before: Courses, fires: Side, lengths: dict[Series, Fraction], since: int) -> bool | None:
    """Whether it holds so many seconds after the last sample of before; None where servers may differ."""
    begin = Fraction(fires.settled)
    found = set()
    for closed in (True, False):
        mixed = {
            one: _mixed(before[one], it, since // fires.step, _intervals(lengths[one] / fires.step, closed=closed))
            if one in lengths
            else (it if since else before[one])
            for one, it in fires.courses.items()
        }
        try:
            found.add(bool(result(expr, Scene(mixed, fires.step, closed, Stretch(begin, begin + _FOREVER)))))
        except UnknownError:
            return None
    return found.pop() if len(found) == 1 else None


def _intervals(parts: Fraction, *, closed: bool) -> int:
    """Between the samples of a range that is so many steps long."""
    return int(parts) if closed else ceil(parts) - 1


def _mixed(before: Course, after: Course, new: int, intervals: int) -> Course:
    """A counter that grows by the average of what it grew by within a range."""
    share = Fraction(min(new, intervals), intervals)
    return Course(after.value, before.grows + (after.grows - before.grows) * share)
