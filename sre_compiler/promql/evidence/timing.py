"""How far apart samples are, and from when on a condition is judged."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, prod

from sre_compiler.promql.constants import constant
from sre_compiler.promql.evidence.courses import EVALUATION
from sre_compiler.promql.evidence.lines import UnsupportedError
from sre_compiler.promql.evidence.ranges import COUNTED
from sre_compiler.promql.evidence.selecting import length, shift
from sre_compiler.promql.inspection import walk
from sre_compiler.promql.nodes import Call, Expr, Range, Selector, Subquery

_STEPS = (900, 300, 60, 30, 15, 5, 1)
_PARTS, _COUNTED_PARTS = 4, 12
"""Samples within the shortest range, at least; two of them are needed, and more where they are counted."""
_FINE = 6 * 3600
"""Ranges up to this length have a sample for each evaluation."""
_SAMPLES = 10_000
"""As many as promtool reads for a query."""
_HISTORY = Fraction(5, 4)
"""How much of the longest range is there: more, so that a longer range would find more."""
_LONGEST_WAIT = 26 * 3600


def times(expr: Expr) -> tuple[int, int]:
    """How far apart samples are, and how long they have to be there before the condition is judged. Raises UnsupportedError."""
    nodes = list(walk(expr, durations=False))
    if any(isinstance(one, Subquery) for one in nodes):
        raise UnsupportedError
    ranges = [one for one in nodes if isinstance(one, Range)]
    inside = {id(one.selector) for one in ranges}
    bare = [one for one in nodes if isinstance(one, Selector) and id(one) not in inside]
    lengths = [length(one) for one in ranges]
    shifts = [*map(shift, ranges), *map(shift, bare)]
    counted, longest = differs(nodes), max(lengths, default=Fraction())
    is_fine = bool(bare) or counted or longest <= _FINE
    most = min(lengths) / (_COUNTED_PARTS if counted else _PARTS) if lengths else Fraction(EVALUATION)
    steps = [one for one in _STEPS if one <= most and not (is_fine and one > EVALUATION)]
    if not steps or longest / steps[0] >= _SAMPLES:
        raise UnsupportedError
    return steps[0], ceil(longest * _HISTORY + max(shifts, default=Fraction()))


def differs(nodes: Iterable[Expr]) -> bool:
    """Whether servers of two generations can differ in the result."""
    return any(isinstance(one, Call) and one.function in COUNTED for one in nodes)


def waits(expr: Expr) -> list[int]:
    """After how long `time()` has gone beyond what it is compared with."""
    if not any(isinstance(one, Call) and one.function == "time" for one in walk(expr)):
        return []
    numbers = [constant(one) for one in walk(expr, durations=False) if one.type == "scalar"]
    units = [one for one in numbers if one is not None and one > 1]
    reached = [ceil(one) for one in (*units, prod(units)) if EVALUATION <= one <= _LONGEST_WAIT]
    return [max(reached) + 2 * EVALUATION] if reached else []
