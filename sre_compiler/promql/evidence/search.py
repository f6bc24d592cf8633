"""The search for evidence: what is proposed is worked out, and the first that is right is taken."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, product

from msgspec import Struct

from sre_compiler.promql.evidence.attempts import Search
from sre_compiler.promql.evidence.courses import EVALUATION, LONG, SPARSE, Courses, Result
from sre_compiler.promql.evidence.lines import Stretch, UnknownError, UnsupportedError
from sre_compiler.promql.evidence.naming import names
from sre_compiler.promql.evidence.proposals import proposals
from sre_compiler.promql.evidence.roles import buckets, roles
from sre_compiler.promql.evidence.timing import differs, times, waits
from sre_compiler.promql.inspection import walk
from sre_compiler.promql.nodes import Aggregation, Expr, Selector

_TRIED = 40
"""Proposals that are worked out before a condition is given up."""
_EFFORT = 6_000
"""How many nodes are worked out for one side of a condition before it is given up."""


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
        step, history = times(expr)
        ends = (history, *(max(history, one) for one in waits(expr))) if wanted else (history,)
        for settled, alike in product(ends, (True, False)):
            after = 10 * EVALUATION if settled + lasting <= LONG else 6 * SPARSE
            stretch = Stretch(Fraction(settled), Fraction(settled + lasting + after))
            found = _first(_search(expr, step, stretch, told, alike=alike), expr, wanted=wanted)
            if found is not None:
                return Side(found[0], step, settled, tuple(found[1]))
    except UnsupportedError:
        pass
    return None


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
        generations=(True, False) if differs(nodes) else (True,),
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
