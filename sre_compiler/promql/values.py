"""The values that each part of an expression can have, whatever the data are.

An abstract interpretation of the tree, bottom up, like that of `labels.py`. Only what follows from the functions of Prometheus
and from its own metrics is known; a metric's name promises nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil, floor, inf, isinf, isnan

from sre_compiler.promql.bounds import ANYTHING, NOT_NEGATIVE, ONE, SHARE, Bounds, satisfying
from sre_compiler.promql.inspection import walk
from sre_compiler.promql.nodes import Aggregation, Binary, Call, Expr, Number, Paren, Range, Selector, Subquery, Unary
from sre_compiler.promql.shares import mean, share
from sre_compiler.promql.syntax import COMPARISONS

_AT_LEAST_ONE = Bounds(1.0)
_METRICS = {"up": SHARE, "probe_success": SHARE, "ALERTS": ONE}
_RESULTS = {
    **dict.fromkeys(("absent", "absent_over_time", "present_over_time", "group"), ONE),
    **dict.fromkeys(("count", "count_values", "count_over_time"), _AT_LEAST_ONE),
    **dict.fromkeys(("rate", "irate", "increase", "changes", "resets", "abs", "exp", "sqrt"), NOT_NEGATIVE),
    **dict.fromkeys(("stddev", "stdvar", "stddev_over_time", "stdvar_over_time", "mad_over_time"), NOT_NEGATIVE),
    "histogram_fraction": SHARE,
    "sgn": Bounds(-1.0, 1.0),
    "minute": Bounds(0.0, 59.0),
    "hour": Bounds(0.0, 23.0),
    "day_of_week": Bounds(0.0, 6.0),
    "day_of_month": Bounds(1.0, 31.0),
    "day_of_year": Bounds(1.0, 366.0),
    "days_in_month": Bounds(28.0, 31.0),
    "month": Bounds(1.0, 12.0),
    "time": NOT_NEGATIVE,
}
_OF_THE_SAMPLES = frozenset(
    [
        "avg",
        "min",
        "max",
        "topk",
        "bottomk",
        "limitk",
        "limit_ratio",
        "avg_over_time",
        "min_over_time",
        "max_over_time",
        "last_over_time",
        "first_over_time",
        "sort",
        "sort_desc",
        "sort_by_label",
        "sort_by_label_desc",
        "label_replace",
        "label_join",
        "vector",
        "scalar",
    ]
)


def value_flow(expr: Expr) -> dict[int, Bounds]:
    """The bounds of the result of every node that is evaluated, by the node's `id`."""
    flow: dict[int, Bounds] = {}
    for node in reversed(list(walk(expr, durations=False))):
        flow[id(node)] = _values(node, flow)
    return flow


def _values(node: Expr, flow: Mapping[int, Bounds]) -> Bounds:
    match node:
        case Number() | Selector():
            return _written(node)
        case Unary() if node.op == "-":
            return -flow[id(node.expr)]
        case Paren() | Range() | Subquery() | Unary():
            return flow[id(node.operands[0])]
        case Aggregation() | Call():
            return _returned(node, flow)
        case Binary():
            return _combined(node, flow)
    return ANYTHING


def _written(node: Number | Selector) -> Bounds:
    if isinstance(node, Selector):
        return _METRICS.get(node.metric or "", ANYTHING)
    return ANYTHING if isnan(node.value) else Bounds(node.value, node.value)


def _reduced(name: str, parameter: Expr | None, inner: Bounds, flow: Mapping[int, Bounds]) -> Bounds:
    """Several values to one: by an aggregation, or by a function over time."""
    if name in _OF_THE_SAMPLES:
        return inner
    if name in {"sum", "sum_over_time"}:
        return Bounds(inner.low if inner.low >= 0 else -inf, inner.high if inner.high <= 0 else inf)
    if name in {"quantile", "quantile_over_time"} and parameter is not None:
        return inner if SHARE.within(flow[id(parameter)]) == flow[id(parameter)] else ANYTHING
    return _RESULTS.get(name, ANYTHING)


def _returned(node: Aggregation | Call, flow: Mapping[int, Bounds]) -> Bounds:
    if isinstance(node, Aggregation):
        return _reduced(node.op, node.parameter, flow[id(node.expr)], flow)
    args = [flow[id(arg)] for arg in node.args]
    if node.function in _FUNCTIONS:
        return _FUNCTIONS[node.function](args)
    if node.function == "quantile_over_time":
        return _reduced(node.function, node.args[0], args[1], flow)
    return _reduced(node.function, None, args[0], flow) if args else _RESULTS.get(node.function, ANYTHING)


def _rounded(down: Callable[[float], float], up: Callable[[float], float]) -> Callable[[list[Bounds]], Bounds]:
    def function(args: list[Bounds]) -> Bounds:
        if len(args) > 1:
            return ANYTHING
        low, high = args[0].low, args[0].high
        return Bounds(low if isinf(low) else down(low), high if isinf(high) else up(high))

    return function


def _at_least(values: Bounds, limit: Bounds) -> Bounds:
    return Bounds(max(values.low, limit.low), max(values.high, limit.high))


def _at_most(values: Bounds, limit: Bounds) -> Bounds:
    return Bounds(min(values.low, limit.low), min(values.high, limit.high))


_FUNCTIONS: dict[str, Callable[[list[Bounds]], Bounds]] = {
    "clamp": lambda args: _at_most(_at_least(args[0], args[1]), args[2]),
    "clamp_min": lambda args: _at_least(*args),
    "clamp_max": lambda args: _at_most(*args),
    "ceil": _rounded(ceil, ceil),
    "floor": _rounded(floor, floor),
    "round": _rounded(floor, ceil),
}


def _combined(node: Binary, flow: Mapping[int, Bounds]) -> Bounds:
    left, right = flow[id(node.left)], flow[id(node.right)]
    if node.op in COMPARISONS:
        return _compared(node, left, right)
    if node.op in {"and", "unless"}:
        return left
    if node.op == "or":
        return left.either(right)
    if node.matching is not None and (node.matching.fill_left or node.matching.fill_right):
        return ANYTHING
    return _calculated(node, left, right, flow)


_MIRRORED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "==", "!=": "!="}


def _compared(node: Binary, left: Bounds, right: Bounds) -> Bounds:
    """A filter returns the vector's values, that of the left side where both are vectors."""
    if node.returns_bool:
        return SHARE
    if node.left.type == "scalar":
        return right.within(satisfying(_MIRRORED[node.op], left))
    return left.within(satisfying(node.op, right))


def _calculated(node: Binary, left: Bounds, right: Bounds, flow: Mapping[int, Bounds]) -> Bounds:
    match node.op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            averaged = mean(node)
            if averaged is not None:
                return flow[id(averaged)]
            part = share(node)
            return left / right if part is None else Bounds(0.0, part)
    return ANYTHING
