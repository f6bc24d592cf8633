"""Numbers of one series varied until a comparison holds, or does not, by little."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain

from sre_compiler.promql.evidence.attempts import Search
from sre_compiler.promql.evidence.borders import around, border
from sre_compiler.promql.evidence.courses import Courses
from sre_compiler.promql.evidence.roles import Role
from sre_compiler.promql.evidence.variables import Variable
from sre_compiler.promql.inspection import selectors
from sre_compiler.promql.nodes import Binary

_USUAL: Mapping[Role, tuple[Fraction, ...]] = {Role.SLOPE: tuple(map(Fraction, (1, -1, 0, -1000)))}
"""What is tried where no number is the border: `changes` does not ask how much a series changes."""
_POINTS: Mapping[Role, tuple[int, int, int]] = {Role.CLOCK: (-1000, 1, 1000), Role.COPIES: (1, 2, 3)}
_OTHERS = (1, 2, 1000)
_IN_BINARY = frozenset({Role.COUNTER, Role.SLOPE})


def on_side(search: Search, node: Binary, wanted: bool, fixed: Courses, base: Courses) -> Iterator[Courses]:
    """What varies is first what nothing else has settled yet."""
    variables = dict.fromkeys(_variables(search, node))
    for one in sorted(variables, key=lambda one: one.series in fixed):
        found = _border(search, node, base, one)
        whole = one.role is Role.COPIES or node.op in {"==", "!="}
        close = around(found, base=2 if one.role in _IN_BINARY else 10, whole=whole) if found is not None else ()
        for number in chain(close, _USUAL.get(one.role, ())):
            courses = one.courses(number, base)
            if courses is not None and search.holds(node, courses) is wanted:
                yield courses


def _variables(search: Search, node: Binary) -> Iterator[Variable]:
    for one in selectors(node):
        for role in search.roles[id(one)]:
            for label in search.labels if role is Role.COPIES else ("",):
                yield Variable(role, search.names[id(one)], search.step, label)


def _border(search: Search, node: Binary, base: Courses, variable: Variable) -> Fraction | None:
    points = []
    for number in map(Fraction, _POINTS.get(variable.role, _OTHERS)):
        courses = variable.courses(number, base)
        away = search.difference(node, courses) if courses is not None else None
        if away is None:
            return None
        points.append((number, away))
    return border(points)
