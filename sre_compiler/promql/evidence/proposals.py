"""Series that may make an expression return something, or nothing: each comparison is put on the wanted side of its border.

What is proposed may be wrong; `search.py` works it out before it believes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from sre_compiler.promql import samples
from sre_compiler.promql.evidence.attempts import Search
from sre_compiler.promql.evidence.courses import Courses, Series
from sre_compiler.promql.evidence.roles import Role
from sre_compiler.promql.evidence.sides import on_side
from sre_compiler.promql.evidence.steady import ABSENCES
from sre_compiler.promql.evidence.variables import first
from sre_compiler.promql.inspection import selectors, unwrapped
from sre_compiler.promql.nodes import Aggregation, Binary, Call, Expr, Range, Selector, Unary
from sre_compiler.promql.syntax import COMPARISONS, SET_OPERATORS

_MOST = 6
"""Proposals for each side of an operator: without a bound they double with each of these."""
_LEVELS = (Fraction(1000), Fraction(1))
"""What stands beside the number that varies."""


def proposals(
    search: Search, expr: Expr, wanted: bool, fixed: Courses, level: Fraction = Fraction(1)
) -> Iterator[Courses]:
    """The series of `fixed` and more, so that the expression may return something, or nothing."""
    node = unwrapped(expr)
    match node:
        case Selector():
            yield from _placed(search, node, wanted, fixed, level)
        case Range():
            yield from _placed(search, node.selector, wanted, fixed, level)
        case Call() if node.function in ABSENCES:
            yield from proposals(search, node.args[0], not wanted, fixed)
        case Call():
            yield from _called(search, node, wanted, fixed, level)
        case Aggregation() | Unary():
            yield from proposals(search, node.expr, wanted, fixed, level)
        case Binary() if node.op in SET_OPERATORS:
            yield from _sets(search, node, wanted, fixed)
        case Binary() if node.op in COMPARISONS and not node.returns_bool and node.type == "vector":
            yield from _compared(search, node, wanted, fixed)
        case Binary():
            yield from _both(search, node, wanted, fixed, level)
        case _ if wanted:
            yield fixed


def _placed(search: Search, selector: Selector, wanted: bool, fixed: Courses, level: Fraction) -> Iterator[Courses]:
    series = search.names[id(selector)]
    found = _is_found(selector, fixed)
    is_own = Role.BUCKET in search.roles[id(selector)] or series not in fixed
    if not wanted:
        if not found:
            yield fixed
    elif found and (not is_own or _is_served(search, series)):
        yield fixed
    else:
        yield {**fixed, **first(search.roles[id(selector)][0], series, level)}


def _is_found(selector: Selector, courses: Courses) -> bool:
    return any(
        one.metric == selector.metric and samples.matched(selector.matchers, dict(one.labels)) for one in courses
    )


def _is_served(search: Search, series: Series) -> bool:
    """Whether the series of others will do: those of a histogram, or those that its own would be."""
    served = {name for name in search.names if Role.BUCKET in search.roles[name]}
    return any(search.names[one] == series for one in served)


def _called(search: Search, node: Call, wanted: bool, fixed: Courses, level: Fraction) -> Iterator[Courses]:
    inner = next((one for one in node.args if one.type in {"vector", "matrix"}), None)
    if inner is not None:
        yield from proposals(search, inner, wanted, fixed, level)
    elif wanted:
        yield fixed


def _sets(search: Search, node: Binary, wanted: bool, fixed: Courses) -> Iterator[Courses]:
    """Of `and` and `unless` that are to be silent, the right side lets pass what the left does not give."""
    left = True if node.op == "unless" and wanted else wanted
    right = {"or": wanted, "and": True, "unless": not wanted}[node.op]
    if node.op == "unless" and not wanted:
        left, right = True, True
    yield from _in_turn(search, (node.left, left), (node.right, right), fixed)
    yield from _in_turn(search, (node.right, right), (node.left, left), fixed)
    if node.op == "or" and wanted:
        yield from _in_turn(search, (node.left, False), (node.right, True), fixed)
    if node.op == "and" and not wanted:
        yield from _in_turn(search, (node.right, False), (node.left, True), fixed)
        yield from proposals(search, node.left, False, fixed)
    if node.op == "unless" and not wanted:
        yield from proposals(search, node.left, False, fixed)


def _in_turn(search: Search, one: tuple[Expr, bool], other: tuple[Expr, bool], fixed: Courses) -> Iterator[Courses]:
    for found in islice(proposals(search, *one, fixed), _MOST):
        yield from islice(proposals(search, *other, found), _MOST)


def _both(search: Search, node: Binary, wanted: bool, fixed: Courses, level: Fraction) -> Iterator[Courses]:
    """Both sides of arithmetic have to be there; that it gives nothing takes only one that is not."""
    if not wanted:
        for side, other in ((node.left, node.right), (node.right, node.left)):
            for found in islice(proposals(search, side, False, fixed, level), _MOST):
                yield from islice(proposals(search, other, True, found, level), 1)
        return
    for found in islice(proposals(search, node.left, True, fixed, level), _MOST):
        yield from islice(proposals(search, node.right, True, found, level), _MOST)


def _compared(search: Search, node: Binary, wanted: bool, fixed: Courses) -> Iterator[Courses]:
    """That it does not hold is shown by series that are there: without any almost everything is silent."""
    bases: list[Courses] = []
    for level in _LEVELS:
        for base in islice(_both(search, node, True, fixed, level), _MOST):
            if base not in bases:
                bases.append(base)
                yield from on_side(search, node, wanted, fixed, base)
    for base in bases:
        if search.holds(node, base) is wanted:
            yield base
    for found in _both(search, node, False, fixed, Fraction(1)) if not wanted else ():
        if all(_is_found(one, found) for one in selectors(node)):
            yield found
