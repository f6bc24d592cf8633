"""How the selectors of an expression are used, and so what of their series can be varied."""

from __future__ import annotations

from enum import Enum

from sre_compiler.promql.evidence.ranges import COUNTERS, SLOPES
from sre_compiler.promql.inspection import unwrapped, walk
from sre_compiler.promql.nodes import Aggregation, Call, Expr, Range, Selector


class Role(Enum):
    """What is varied."""

    LEVEL = "the value"
    CLOCK = "the value of a series that grows by one a second, as times do"
    COUNTER = "how fast a counter grows"
    SLOPE = "how fast a gauge grows or falls"
    BUCKET = "the bound above which all events of a histogram lie"
    COPIES = "how many series there are"


def roles(expr: Expr) -> dict[int, tuple[Role, ...]]:
    """Of each selector by its `id`, what is tried first."""
    nodes = list(walk(expr, durations=False))
    calls = [one for one in nodes if isinstance(one, Call)]
    tells_time = any(one.function in {"time", "timestamp"} for one in calls)
    counts = any(isinstance(one, Aggregation) and one.op in {"count", "count_values"} for one in nodes)
    found: dict[int, tuple[Role, ...]] = {
        id(one): (Role.CLOCK, Role.LEVEL) if tells_time else (Role.LEVEL,) for one in nodes if isinstance(one, Selector)
    }
    for call in calls:
        ranged = next((one for one in map(unwrapped, call.args) if isinstance(one, Range)), None)
        if ranged is not None and call.function in COUNTERS:
            found[id(ranged.selector)] = (Role.COUNTER,)
        elif ranged is not None and call.function in SLOPES:
            found[id(ranged.selector)] = (Role.SLOPE, Role.LEVEL)
    found |= dict.fromkeys(buckets(expr), (Role.BUCKET,))
    return {one: (*some, Role.COPIES) for one, some in found.items()} if counts else found


def buckets(expr: Expr) -> frozenset[int]:
    """The selectors below `histogram_quantile`."""
    quantiles = [
        one for one in walk(expr, durations=False) if isinstance(one, Call) and one.function == "histogram_quantile"
    ]
    return frozenset(id(one) for call in quantiles for one in walk(call, durations=False) if isinstance(one, Selector))
