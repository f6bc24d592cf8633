"""A matcher's value begins or ends with a space, or has one beside a `|`.

Spaces count: `500 | 502` matches the texts `500 ` and ` 502`, which no label has.

Bad:

    expr: rate(http_requests_total{code=~"500 | 502"}[5m]) > 1

Good:

    expr: rate(http_requests_total{code=~"500|502"}[5m]) > 1
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
_AT_THE_ENDS = re.compile(r"\A\s|\s\Z")
_SPACES_AT_THE_ENDS = re.compile(r"\A\s+|\s+\Z")
_SPACES_BESIDE_A_BAR = re.compile(r"\A\s+|\s+\Z|\s+(?=\|)|(?<=\|)\s+")
_BESIDE_A_BAR = re.compile(r"\A\s|\s\Z|\s\||(?<!\\)\|\s")


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, matcher in scope.matchers:
        edge = _BESIDE_A_BAR if matcher.op.endswith("~") else _AT_THE_ENDS
        if edge.search(matcher.value) and matcher.value.strip():
            yield _finding(query, matcher)


def _finding(query: Query, matcher: promql.Matcher) -> Diagnostic:
    return Diagnostic(
        "space-in-matcher",
        SEVERITY,
        f"the value for `{matcher.name}` has a space at its edge",
        query.at(matcher.value_start, matcher.end),
        label="the space is a part of the value",
        help="remove the spaces at the ends and beside `|`",
        fix=_fix(query, matcher),
    )


def _fix(query: Query, matcher: promql.Matcher) -> Fix | None:
    start = plain_value(query, matcher)
    if start is None or "\\" in matcher.value:
        return None
    edge = _SPACES_BESIDE_A_BAR if matcher.op.endswith("~") else _SPACES_AT_THE_ENDS
    found = (one.span() for one in edge.finditer(matcher.value))
    return rewritten(query, "remove the spaces", *((start + first, start + last, "") for first, last in found))
