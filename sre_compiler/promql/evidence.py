"""Series that make a condition hold and others that do not, for conditions that are plain enough to know them.

Plain are comparisons of selectors, rates and ratios of these with a number or with each other, `absent`, and `and`, `or` and `unless`
of these. What is proposed is worked out by `steady.py` before it is believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import ceil

from msgspec import Struct

from sre_compiler.promql import samples
from sre_compiler.promql.inspection import selectors, unwrapped, walk
from sre_compiler.promql.nodes import Aggregation, Binary, Call, Expr, Range, Selector
from sre_compiler.promql.steady import (
    ABSENCES,
    SETS,
    Course,
    Courses,
    Series,
    UnknownError,
    constant,
    result,
    seconds,
)
from sre_compiler.promql.syntax import COMPARISONS
from sre_compiler.promql.terms import amounts, course, peeled, scaled, term

_STEPS = (900, 300, 60, 15)
_PARTS = 4
"""Samples within the shortest range, at least; two of them are needed, and more make increases finer."""
_WHOLES = (1000, 1_000_000)
"""What a ratio divides by: the second where a condition also asks for much traffic."""
_FLIPPED = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "==": "==", "!=": "!="}
_NEGATED = {">": "<=", "<": ">=", ">=": "<", "<=": ">", "==": "!=", "!=": "=="}


class Evidence(Struct, frozen=True):
    """Series that fire, series that do not, `step` seconds apart; after `settled` seconds all ranges are full."""

    fires: Courses
    silent: Courses
    step: int
    settled: int


def evidence(expr: Expr) -> Evidence | None:
    """Both sides of a condition; None where either is not known."""
    ranges = [node for node in walk(expr, durations=False) if isinstance(node, Range)]
    lengths = [seconds(one) for one in ranges]
    inside = {id(one.selector) for one in ranges}
    instants = any(id(one) not in inside for one in selectors(expr))
    known = [one for one in lengths if one is not None]
    step = _step(known, instants=instants)
    if len(known) < len(lengths) or step is None:
        return None
    sides = [_first(expr, step, wanted=wanted) for wanted in (True, False)]
    if sides[0] is None or sides[1] is None:
        return None
    return Evidence(sides[0], sides[1], step, ceil(max(known, default=Fraction())))


def _step(lengths: list[Fraction], *, instants: bool) -> int | None:
    """How far apart samples are; a selector without a range sees no further back than five minutes."""
    if not lengths:
        return 60
    most = min(lengths) / _PARTS
    return next((one for one in _STEPS if one <= most and not (instants and one > 60)), None)


def _first(expr: Expr, step: int, *, wanted: bool) -> Courses | None:
    scene = _Scene(_names(expr), step)
    for found in _either(expr, scene, wanted):
        try:
            if bool(result(expr, found, step)) is wanted:
                return found
        except UnknownError:
            return None
    return None


class _Scene(Struct, frozen=True):
    """A series for each selector, by the selector's `id`, and how many seconds samples are apart."""

    names: Mapping[int, Series | None]
    step: int


def _names(expr: Expr) -> dict[int, Series | None]:
    """A series for each selector, where possible with labels that all of them accept, so that their results meet."""
    every = list(selectors(expr))
    union = [matcher for one in every for matcher in one.matchers]
    return {id(one): _series(one, samples.labels(union) or samples.labels(one.matchers)) for one in every}


def _series(selector: Selector, labels: Mapping[str, str] | None) -> Series | None:
    if labels is None or selector.metric is None or selector.metric.startswith("ALERTS"):
        return None
    return Series(selector.metric, frozenset(labels.items()))


def _either(expr: Expr, scene: _Scene, wanted: bool) -> Iterator[Courses]:
    """Series that may make the expression return something, or nothing."""
    node = unwrapped(expr)
    if isinstance(node, Aggregation):
        yield from _either(node.expr, scene, wanted)
    elif isinstance(node, Call) and node.function in ABSENCES:
        name = next((scene.names[id(one)] for one in selectors(node)), None)
        if name is not None:
            yield {} if wanted else {name: Course(Fraction(1))}
    elif isinstance(node, Binary) and node.op in SETS:
        yield from _sets(node, scene, wanted)
    elif isinstance(node, Binary) and node.op in COMPARISONS and not node.returns_bool:
        yield from _compared(node, scene, wanted)


def _sets(node: Binary, scene: _Scene, wanted: bool) -> Iterator[Courses]:
    right = wanted if node.op == "or" else node.op == "and"
    if node.op == "unless" and not wanted:
        right = True
    left = True if node.op == "unless" else wanted
    pairs = product(_either(node.left, scene, left), _either(node.right, scene, right))
    for here, there in pairs:
        yield {**there, **here}
        yield {**here, **there}


def _compared(node: Binary, scene: _Scene, wanted: bool) -> Iterator[Courses]:
    left, right, op = node.left, node.right, node.op
    if constant(left) is not None:
        left, right, op = right, left, _FLIPPED[op]
    op = op if wanted else _NEGATED[op]
    bound = constant(right)
    if bound is None:
        yield from _divided(left, right, Fraction(1), op, scene)
        return
    core, scale, shift = peeled(left)
    if not scale:
        return
    bound, op = (bound - shift) / scale, op if scale > 0 else _FLIPPED[op]
    if isinstance(core, Binary) and core.op == "/":
        yield from _divided(core.left, core.right, bound, op, scene)
        return
    part = term(core, scene.step)
    name = scene.names[id(part.selector)] if part is not None else None
    if part is not None and name is not None:
        exact = not part.grows and scale == 1 and not shift
        for amount in amounts(bound / part.unit, op, exact=exact):
            if found := course(part, amount):
                yield {name: found}


def _divided(left: Expr, right: Expr, bound: Fraction, op: str, scene: _Scene) -> Iterator[Courses]:
    above, below = (scaled(one, scene.step) for one in (left, right))
    if above is None or below is None or above.grows is not below.grows:
        return
    pair = _pair(above.selector, below.selector, scene)
    if pair is None:
        return
    for whole in _WHOLES:
        exact = not above.grows and bound == 1 and above.unit == below.unit
        for amount in amounts(bound * whole * below.unit / above.unit, op, exact=exact):
            rest = Fraction(whole) - (amount if _overlap(above.selector, below.selector) else 0)
            courses = course(above, amount), course(below, rest)
            if courses[0] is not None and courses[1] is not None:
                yield {pair[0]: courses[0], pair[1]: courses[1]}


def _pair(above: Selector, below: Selector, scene: _Scene) -> tuple[Series, Series] | None:
    """A series of each; of one metric, one that both count and one that only the second does."""
    first, second = scene.names[id(above)], scene.names[id(below)]
    if _overlap(above, below):
        first = _series(above, samples.labels([*above.matchers, *below.matchers]))
        second = _series(below, samples.labels(below.matchers, above.matchers))
    return None if first is None or second is None or first == second else (first, second)


def _overlap(above: Selector, below: Selector) -> bool:
    """Whether a series can be counted by both."""
    return above.metric == below.metric and samples.labels([*above.matchers, *below.matchers]) is not None
