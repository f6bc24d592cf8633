"""A regular expression has nothing between two bars, and so matches series without the label.

An alternative of no letters matches the empty text, which is the value of a label that is not there. It is mostly left over
from a list that was joined by program.

Bad:

    expr: up{job=~"api||web"} == 0

Good:

    expr: up{job=~"api|web"} == 0
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._rewriting import plain_value, rewritten
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Fix, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING
_SET_ASIDE = re.compile(r"\\.|\[[^\]]*\]")
"""Escapes and classes, in which a bar is a letter."""


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, matcher in scope.regexes:
        if "||" in matcher.value and "||" in _bars(matcher.value):
            yield _finding(query, matcher)


def _bars(pattern: str) -> str:
    """The pattern with other characters in place of bars that are letters."""
    return _SET_ASIDE.sub(lambda found: "~" * len(found.group()), pattern)


def _finding(query: Query, matcher: promql.Matcher) -> Diagnostic:
    return Diagnostic(
        "regex-empty-alternative",
        SEVERITY,
        f"an alternative for `{matcher.name}` is empty",
        query.at(matcher.value_start, matcher.end),
        label="matches series without the label too",
        help=f"remove one of the bars; if series without `{matcher.name}` are meant too, put a bar at the end: `…|`",
        fix=_fix(query, matcher),
    )


def _fix(query: Query, matcher: promql.Matcher) -> Fix | None:
    """All bars of a row but the first go, where the pattern is written without escapes."""
    start = plain_value(query, matcher)
    if start is None:
        return None
    rows = (found.span(1) for found in re.finditer(r"\|(\|+)", _bars(matcher.value)))
    return rewritten(query, "remove one of the bars", *((start + first, start + last, "") for first, last in rows))
