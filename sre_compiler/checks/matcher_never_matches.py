"""A selector's matchers exclude each other, so that it selects nothing, ever.

All matchers of a selector must hold. An alert on a selector that finds nothing is silent for good.

Bad:

    expr: up{job="checkout", job="stock"} == 0

Good:

    expr: up{job=~"checkout|stock"} == 0
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.ERROR
_WORDS = re.compile(r"[\w |-]+", re.ASCII)


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, selector in scope.selectors:
        for one, other in combinations(selector.matchers, 2):
            if one.name == other.name and _excludes(one, other):
                yield _finding(query, one, other)


def _excludes(one: promql.Matcher, other: promql.Matcher) -> bool:
    """Whether no value satisfies both; patterns other than words between bars are left alone."""
    wanted, unwanted = _values(one), _values(other)
    if wanted is None or unwanted is None:
        return False
    demands = (one.op in {"=", "=~"}, other.op in {"=", "=~"})
    if demands == (True, True):
        return not wanted & unwanted
    if demands == (True, False):
        return wanted <= unwanted
    return demands == (False, True) and unwanted <= wanted


def _values(matcher: promql.Matcher) -> set[str] | None:
    """The texts that a matcher names."""
    if matcher.op in {"=", "!="}:
        return {matcher.value}
    return set(matcher.value.split("|")) if _WORDS.fullmatch(matcher.value) else None


def _finding(query: Query, one: promql.Matcher, other: promql.Matcher) -> Diagnostic:
    return Diagnostic(
        "matcher-never-matches",
        SEVERITY,
        f"two matchers of `{other.name}` exclude each other",
        query.at(other.start, other.end),
        label="nothing is selected",
        help="remove one of them, or select either value with `=~`",
        related=(Related(query.at(one.start, one.end), "the other one"),),
    )
