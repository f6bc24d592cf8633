"""A matcher lets every series through.

`=~".*"` matches the empty text too, and so also series without the label. It looks like a condition and is none.

Bad:

    expr: up{job=~".*"} == 0

Good:

    expr: up == 0
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._rewriting import with_its_comma
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING
_ANYTHING = frozenset({".*", "^.*$", "(.*)", ".*?"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, matcher in scope.regexes:
        if matcher.op == "=~" and matcher.value in _ANYTHING:
            yield _finding(query, matcher)


def _finding(query: Query, matcher: promql.Matcher) -> Diagnostic:
    return Diagnostic(
        "matcher-always-matches",
        SEVERITY,
        f"the matcher of `{matcher.name}` lets every series through",
        query.at(matcher.start, matcher.end),
        label="is no condition",
        help=f'remove it, or write `{matcher.name}!=""` for the series that have the label',
        fix=Fix("remove it", (Edit(query.at(*with_its_comma(query.text, matcher)), "", "say"),), changes=True),
    )
