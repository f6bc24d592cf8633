"""Series that make a condition hold and others that do not, for conditions that are plain enough to know them.

Plain are comparisons of selectors, rates and ratios of these with a number or with each other, `absent`, and `and`, `or` and `unless`
of these. What is proposed is worked out by `steady.py` before it is believed.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from math import ceil

from msgspec import Struct

from sre_compiler.promql.constants import seconds
from sre_compiler.promql.courses import Courses, UnknownError
from sre_compiler.promql.inspection import selectors, walk
from sre_compiler.promql.nodes import Expr, Range
from sre_compiler.promql.proposals import Scene, names, proposals
from sre_compiler.promql.steady import result

_STEPS = (900, 300, 60, 15)
_PARTS = 4
"""Samples within the shortest range, at least; two of them are needed, and more make increases finer."""
_TRIED = 64
"""Proposals that are worked out before a condition is given up."""


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
    for found in islice(proposals(expr, Scene(names(expr), step), wanted), _TRIED):
        try:
            if bool(result(expr, found, step)) is wanted:
                return found
        except UnknownError:
            return None
    return None
