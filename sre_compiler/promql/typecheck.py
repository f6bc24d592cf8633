"""What Prometheus checks after the grammar: the types of operands and arguments, and that a selector selects something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sre_compiler.promql.errors import PromQLError
from sre_compiler.promql.functions import ALL_FUNCTIONS
from sre_compiler.promql.nodes import (
    Aggregation,
    Binary,
    Call,
    Expr,
    Selector,
    Subquery,
    Unary,
    ValueType,
)
from sre_compiler.promql.regex import matches_empty, regex_problem
from sre_compiler.promql.syntax import COMPARISONS, SET_OPERATORS

_CALLED = {"scalar": "a scalar", "vector": "an instant vector", "matrix": "a range vector", "string": "a string"}


def check(expr: Expr, *, modern_regexes: bool = True) -> None:
    """Raises `PromQLError` for the first mistake, inner before outer, left before right.

    `modern_regexes` is about regular expressions, as in `Syntax`.
    """
    found, waiting = [], [expr]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(node.operands)
    labels_only = {id(node.args[1]) for node in found if isinstance(node, Call) and _takes_labels(node)}
    for node in reversed(found):
        checker = _CHECKERS.get(type(node))
        if checker is not None:
            checker(node)
        elif isinstance(node, Selector):
            _check_matchers(node, modern_regexes)
            if node.name is None and id(node) not in labels_only:
                _require_selection(node)


def _takes_labels(node: Call) -> bool:
    """The second argument of info() is matchers only, `{}` included."""
    return node.function == "info" and len(node.args) > 1 and isinstance(node.args[1], Selector)


def _check_matchers(node: Selector, modern_regexes: bool) -> None:
    for matcher in node.matchers:
        problem = regex_problem(matcher.value, modern_regexes) if matcher.op.endswith("~") else None
        if problem is not None:
            message = f"not a regular expression that Prometheus reads: {problem}"
            raise PromQLError(message, matcher.value_start, matcher.end)
        if node.name is not None and matcher.name == "__name__":
            message = f"expected one metric name, found {node.name} and {matcher.value}"
            raise PromQLError(message, matcher.start, matcher.end)


def _require_selection(node: Selector) -> None:
    if all(_can_be_empty(m.op, m.value) for m in node.matchers):
        raise PromQLError(
            "expected a metric name or a matcher that does not match the empty string",
            node.start,
            node.end,
            "this selects every series there is",
        )


def _can_be_empty(op: str, value: str) -> bool:
    matches = matches_empty(value) if op.endswith("~") else value == ""
    return matches != op.startswith("!")


def _check_call(node: Call) -> None:
    function = ALL_FUNCTIONS[node.function]
    for position, arg in enumerate(node.args):
        wanted = function.args[min(position, len(function.args) - 1)]
        if arg.type != wanted:
            raise PromQLError(
                f"{node.function}() takes {_CALLED[wanted]} here, found {_CALLED[arg.type]}",
                arg.start,
                arg.end,
                _argument_help(node.function, arg, wanted),
            )
    if node.function == "info" and len(node.args) > 1:
        _check_info_labels(node.args[1])


def _argument_help(function: str, arg: Expr, wanted: ValueType) -> str:
    if wanted == "matrix" and isinstance(arg, Selector):
        return f"add a range: {function}({arg.name or '…'}[5m])"
    if wanted == "matrix" and arg.type == "vector":
        return "take the rate of the counters first, then aggregate; or write a subquery: […:]"
    if wanted == "vector" and arg.type == "matrix":
        return "leave out the range, or use a function over time such as rate or avg_over_time"
    if wanted == "vector" and arg.type == "scalar":
        return "vector(…) makes an instant vector of a scalar"
    return "scalar(…) makes a scalar of a vector" if wanted == "scalar" and arg.type == "vector" else ""


def _check_info_labels(arg: Expr) -> None:
    if not isinstance(arg, Selector) or arg.name is not None:
        raise PromQLError("info() takes matchers without a metric name here", arg.start, arg.end, 'such as {k8s="x"}')


def _check_aggregation(node: Aggregation) -> None:
    if node.parameter is not None:
        _expect(node.parameter, "string" if node.op == "count_values" else "scalar", f"the parameter of {node.op}")
    _expect(node.expr, "vector", f"{node.op}()")


def _expect(expr: Expr, wanted: ValueType, where: str) -> None:
    if expr.type != wanted:
        found = _CALLED[expr.type]
        help_text = "apply a function such as rate(…) to the range first" if expr.type == "matrix" else ""
        raise PromQLError(f"expected {_CALLED[wanted]} in {where}, found {found}", expr.start, expr.end, help_text)


def _check_binary(node: Binary) -> None:
    for side in (node.left, node.right):
        if side.type not in {"scalar", "vector"}:
            message = f"expected a scalar or an instant vector beside {node.op}, found {_CALLED[side.type]}"
            raise PromQLError(message, side.start, side.end)
    problem = _operator_problem(node) or _matching_problem(node)
    if problem:
        raise PromQLError(problem, node.op_start, node.op_start + len(node.op))


def _operator_problem(node: Binary) -> str:
    if node.returns_bool and node.op not in COMPARISONS:
        return f"bool goes with comparisons only, not with {node.op}"
    if node.op in COMPARISONS and node.result == "scalar" and not node.returns_bool:
        return f"two scalars are compared with {node.op} bool"
    if node.op in SET_OPERATORS and "scalar" in {node.left.type, node.right.type}:
        return f"{node.op} stands between two instant vectors, found a scalar"
    return ""


def _matching_problem(node: Binary) -> str:
    how = node.matching
    if how is None:
        return ""
    if how.kind == "on" and {label.name for label in how.labels} & {label.name for label in how.include}:
        return f"a label stands in on and in {how.group}; it belongs in one of them"
    filled = how.fill_left is not None or how.fill_right is not None
    if not node.left.type == "vector" == node.right.type:
        return "labels are matched between two instant vectors only" if how.labels or filled else ""
    if node.op in SET_OPERATORS and (how.group or filled):
        return f"{how.group or 'fill'} does not go with {node.op}"
    return ""


def _check_unary(node: Unary) -> None:
    if node.expr.type not in {"scalar", "vector"}:
        message = f"expected a scalar or an instant vector after the sign, found {_CALLED[node.expr.type]}"
        raise PromQLError(message, node.expr.start, node.expr.end)


def _check_subquery(node: Subquery) -> None:
    if node.expr.type != "vector":
        message = f"expected an instant vector before the subquery, found {_CALLED[node.expr.type]}"
        raise PromQLError(message, node.expr.start, node.expr.end)


_CHECKERS: dict[type[Expr], Callable[[Any], None]] = {
    Call: _check_call,
    Aggregation: _check_aggregation,
    Binary: _check_binary,
    Unary: _check_unary,
    Subquery: _check_subquery,
}
