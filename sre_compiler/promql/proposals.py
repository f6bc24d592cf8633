"""Series that may make a condition hold, or not hold: for each comparison values on the wanted side of its bound.

What is proposed may be wrong; `evidence.py` works it out before it believes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice, product

from msgspec import Struct

from sre_compiler.promql import samples
from sre_compiler.promql.constants import constant
from sre_compiler.promql.courses import Course, Courses, Series
from sre_compiler.promql.inspection import selectors, unwrapped
from sre_compiler.promql.nodes import Aggregation, Binary, Call, Expr, Selector
from sre_compiler.promql.operators import SETS
from sre_compiler.promql.steady import ABSENCES
from sre_compiler.promql.syntax import COMPARISONS
from sre_compiler.promql.terms import amounts, course, peeled, scaled, term

_WHOLES = (1000, 1_000_000)
"""What a ratio divides by: the second where a condition also asks for much traffic."""
_FLIPPED = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "==": "==", "!=": "!="}
_NEGATED = {">": "<=", "<": ">=", ">=": "<", "<=": ">", "==": "!=", "!=": "=="}
_MOST = 16
"""Proposals for each side of `and`, `or` and `unless`: without a bound they double with each of these."""


class Scene(Struct, frozen=True):
    """A series for each selector, by the selector's `id`, and how many seconds samples are apart."""

    names: Mapping[int, Series | None]
    step: int


def names(expr: Expr) -> dict[int, Series | None]:
    """A series for each selector, where possible with labels that all of them accept, so that their results meet."""
    every = list(selectors(expr))
    union = [matcher for one in every for matcher in one.matchers]
    return {id(one): _series(one, samples.labels(union) or samples.labels(one.matchers)) for one in every}


def _series(selector: Selector, labels: Mapping[str, str] | None) -> Series | None:
    if labels is None or selector.metric is None or selector.metric.startswith("ALERTS"):
        return None
    return Series(selector.metric, frozenset(labels.items()))


def proposals(expr: Expr, scene: Scene, wanted: bool) -> Iterator[Courses]:
    """Series that may make the expression return something, or nothing."""
    node = unwrapped(expr)
    if isinstance(node, Aggregation):
        yield from proposals(node.expr, scene, wanted)
    elif isinstance(node, Call) and node.function in ABSENCES:
        name = next((scene.names[id(one)] for one in selectors(node)), None)
        if name is not None:
            yield {} if wanted else {name: Course(Fraction(1))}
    elif isinstance(node, Binary) and node.op in SETS:
        yield from _sets(node, scene, wanted)
    elif isinstance(node, Binary) and node.op in COMPARISONS and not node.returns_bool:
        yield from _compared(node, scene, wanted)


def _sets(node: Binary, scene: Scene, wanted: bool) -> Iterator[Courses]:
    right = wanted if node.op == "or" else node.op == "and"
    if node.op == "unless" and not wanted:
        right = True
    left = True if node.op == "unless" else wanted
    sides = (proposals(one, scene, side) for one, side in ((node.left, left), (node.right, right)))
    for here, there in product(*(islice(one, _MOST) for one in sides)):
        yield {**there, **here}
        yield {**here, **there}


def _compared(node: Binary, scene: Scene, wanted: bool) -> Iterator[Courses]:
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


def _divided(left: Expr, right: Expr, bound: Fraction, op: str, scene: Scene) -> Iterator[Courses]:
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


def _pair(above: Selector, below: Selector, scene: Scene) -> tuple[Series, Series] | None:
    """A series of each; of one metric, one that both count and one that only the second does."""
    first, second = scene.names[id(above)], scene.names[id(below)]
    if _overlap(above, below):
        first = _series(above, samples.labels([*above.matchers, *below.matchers]))
        second = _series(below, samples.labels(below.matchers, above.matchers))
    return None if first is None or second is None or first == second else (first, second)


def _overlap(above: Selector, below: Selector) -> bool:
    """Whether a series can be counted by both."""
    return above.metric == below.metric and samples.labels([*above.matchers, *below.matchers]) is not None
