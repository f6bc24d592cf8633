"""The search for evidence: what is proposed is worked out, and the first that is right is taken."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import islice, product
from math import ceil, prod

from msgspec import Struct

from sre_compiler.promql.constants import constant
from sre_compiler.promql.evidence.attempts import Search
from sre_compiler.promql.evidence.courses import EVALUATION, Courses, Result
from sre_compiler.promql.evidence.lines import Stretch, UnknownError, UnsupportedError
from sre_compiler.promql.evidence.naming import names
from sre_compiler.promql.evidence.proposals import proposals
from sre_compiler.promql.evidence.ranges import COUNTED, length, shift
from sre_compiler.promql.evidence.roles import buckets, roles
from sre_compiler.promql.inspection import walk
from sre_compiler.promql.nodes import Aggregation, Call, Expr, Range, Selector, Subquery

_STEPS = (900, 300, 60, 30, 15, 5, 1)
_PARTS, _COUNTED_PARTS = 4, 12
"""Samples within the shortest range, at least; two of them are needed, and more where they are counted."""
_FINE = 6 * 3600
"""Ranges up to this length have a sample for each evaluation."""
_TRIED = 40
"""Proposals that are worked out before a condition is given up."""
_EFFORT = 500
"""How often any part of the condition is worked out."""
_SAMPLES = 10_000
"""As many as promtool reads for a query."""
_HISTORY = Fraction(5, 4)
"""How much of the longest range is there: more, so that a longer range would find more."""
_AFTER = 10 * EVALUATION
_LONGEST_WAIT = 26 * 3600


class Side(Struct, frozen=True):
    """Series `step` seconds apart; `settled` seconds after the first sample all is as it stays.

    `results` is what the expression gives from then on: one on each generation of servers that may differ.
    """

    courses: Courses
    step: int
    settled: int
    results: tuple[Result, ...]


class Evidence(Struct, frozen=True):
    """Series that fire, and series that do not; None where none are known."""

    fires: Side | None
    silent: Side | None


def evidence(expr: Expr, lasting: int = 0, told: frozenset[str] = frozenset()) -> Evidence:
    """Both sides of a condition, that hold for `lasting` seconds after all is settled; of series with the labels `told`."""
    return Evidence(_side(expr, lasting, told, wanted=True), _side(expr, lasting, told, wanted=False))


def _side(expr: Expr, lasting: int, told: frozenset[str], *, wanted: bool) -> Side | None:
    try:
        step, history = _times(expr)
        waits = (history, *(max(history, one) for one in _waits(expr))) if wanted else (history,)
        for settled, alike in product(waits, (True, False)):
            stretch = Stretch(Fraction(settled), Fraction(settled + lasting + _AFTER))
            found = _first(_search(expr, step, stretch, told, alike=alike), expr, wanted=wanted)
            if found is not None:
                return Side(found[0], step, settled, tuple(found[1]))
    except UnsupportedError:
        pass
    return None


def _times(expr: Expr) -> tuple[int, int]:
    """How far apart samples are, and how long they have to be there before the condition is judged."""
    nodes = list(walk(expr, durations=False))
    if any(isinstance(one, Subquery) for one in nodes):
        raise UnsupportedError
    ranges = [one for one in nodes if isinstance(one, Range)]
    inside = {id(one.selector) for one in ranges}
    bare = [one for one in nodes if isinstance(one, Selector) and id(one) not in inside]
    lengths = [length(one) for one in ranges]
    shifts = [*map(shift, ranges), *map(shift, bare)]
    counts, longest = _counts(nodes), max(lengths, default=Fraction())
    is_fine = bool(bare) or counts or longest <= _FINE
    most = min(lengths) / (_COUNTED_PARTS if counts else _PARTS) if lengths else Fraction(EVALUATION)
    steps = [one for one in _STEPS if one <= most and not (is_fine and one > EVALUATION)]
    if not steps or longest / steps[0] >= _SAMPLES:
        raise UnsupportedError
    return steps[0], ceil(longest * _HISTORY + max(shifts, default=Fraction()))


def _counts(nodes: Iterable[Expr]) -> bool:
    """Whether servers of two generations can differ in the result."""
    return any(isinstance(one, Call) and one.function in COUNTED for one in nodes)


def _waits(expr: Expr) -> list[int]:
    """After how long `time()` has gone beyond what it is compared with."""
    if not any(isinstance(one, Call) and one.function == "time" for one in walk(expr)):
        return []
    numbers = [constant(one) for one in walk(expr, durations=False) if one.type == "scalar"]
    units = [one for one in numbers if one is not None and one > 1]
    reached = [ceil(one) for one in (*units, prod(units)) if EVALUATION <= one <= _LONGEST_WAIT]
    return [max(reached) + 2 * EVALUATION] if reached else []


def _search(expr: Expr, step: int, stretch: Stretch, told: frozenset[str], *, alike: bool) -> Search:
    nodes = list(walk(expr, durations=False))
    selectors = [one for one in nodes if isinstance(one, Selector)]
    groupings = [one.grouping for one in nodes if isinstance(one, Aggregation) and one.grouping is not None]
    stated = {one.name for selector in selectors for one in selector.matchers}
    grouped = [one.name for grouping in groupings for one in grouping.labels if not grouping.without]
    labels = tuple(dict.fromkeys(one for one in ("instance", *reversed(grouped)) if one not in stated))
    return Search(
        names=names(selectors, buckets(expr), sorted(told), alike=alike),
        roles=roles(expr),
        labels=labels,
        step=step,
        stretch=stretch,
        generations=(True, False) if _counts(nodes) else (True,),
        left=_EFFORT,
    )


def _first(search: Search, expr: Expr, *, wanted: bool) -> tuple[Courses, list[Result]] | None:
    for found in islice(proposals(search, expr, wanted, {}), _TRIED):
        try:
            results = search.results(expr, found)
        except UnsupportedError:
            raise
        except UnknownError:
            continue
        if all(bool(one) is wanted for one in results):
            return found, results
    return None
