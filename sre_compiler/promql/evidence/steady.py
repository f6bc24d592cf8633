"""What an expression gives after a while in which every series stands still or grows evenly.

Exact, and UnknownError wherever that is not certain.
"""

from __future__ import annotations

from sre_compiler.promql.constants import constant
from sre_compiler.promql.evidence import functions, operators, ranges, selecting
from sre_compiler.promql.evidence.aggregations import aggregated
from sre_compiler.promql.evidence.courses import Result, Scene, Vector
from sre_compiler.promql.evidence.lines import ONE, ZERO, Line, UnsupportedError, arithmetic
from sre_compiler.promql.inspection import unwrapped
from sre_compiler.promql.nodes import Aggregation, Binary, Call, Expr, Number, Range, Selector, Unary
from sre_compiler.promql.syntax import SET_OPERATORS

ABSENCES = frozenset({"absent", "absent_over_time"})


def result(expr: Expr, scene: Scene) -> Result:
    """The series that the expression returns, or its number."""
    node = unwrapped(expr)
    match node:
        case Selector():
            return selecting.instant(node, scene)
        case Call():
            return _call(node, scene)
        case Aggregation():
            return aggregated(node, vector(node.expr, scene))
        case Binary():
            return _binary(node, scene)
        case Unary():
            return _unary(node, scene)
        case Number():
            return _number(node)
    raise UnsupportedError


def vector(expr: Expr, scene: Scene) -> Vector:
    """The series of an expression that is no scalar."""
    found = result(expr, scene)
    if isinstance(found, Line):
        raise UnsupportedError
    return found


def _number(expr: Expr) -> Line:
    value = constant(expr)
    if value is None:
        raise UnsupportedError
    return Line(value)


def _unary(node: Unary, scene: Scene) -> Result:
    found = result(node.expr, scene)
    if node.op != "-":
        return found
    if isinstance(found, Line):
        return arithmetic("-", Line(ZERO), found)
    return {labels: arithmetic("-", Line(ZERO), value) for labels, value in found.items()}


def _call(node: Call, scene: Scene) -> Result:
    if node.function == "time":
        return Line(ZERO, ONE)
    if node.function in ABSENCES:
        return _absence(node, scene)
    inner = [unwrapped(one) for one in node.args]
    ranged = next((one for one in inner if isinstance(one, Range)), None)
    if ranged is not None:
        return ranges.over(node, ranged, scene)
    if node.function == "timestamp" and isinstance(inner[0], Selector) and scene.aligned and not inner[0].offset:
        return {labels: Line(ZERO, ONE) for labels in selecting.instant(inner[0], scene)}
    given = [None if one.type == "string" else result(one, scene) for one in inner]
    return functions.called(node, given)


def _absence(node: Call, scene: Scene) -> Vector:
    inner = unwrapped(node.args[0])
    if isinstance(inner, Selector | Range):
        selector = inner.selector if isinstance(inner, Range) else inner
        selecting.shift(inner)
        return {} if selecting.selected(selector, scene) else {selecting.stated(selector): Line(ONE)}
    return {} if vector(inner, scene) else {frozenset(): Line(ONE)}


def _binary(node: Binary, scene: Scene) -> Result:
    value = constant(node)
    if value is not None:
        return Line(value)
    left, right = result(node.left, scene), result(node.right, scene)
    if node.op in SET_OPERATORS and not isinstance(left, Line) and not isinstance(right, Line):
        return operators.combined(node, left, right)
    return operators.operated(node, left, right, scene.stretch)
