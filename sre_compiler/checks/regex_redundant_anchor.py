"""A regular expression is anchored, although Prometheus anchors every one.

The whole value of the label must match. `^` at the beginning and `$` at the end change nothing, and suggest that a regular
expression without them would match a part of the value.

Bad:

    expr: rate(http_requests_total{code=~"^5..$"}[5m]) > 1

Good:

    expr: rate(http_requests_total{code=~"5.."}[5m]) > 1
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.INFO
_ANCHORED = re.compile(r"\^(.*)|((?:[^\\]|\\.)*)\$", re.DOTALL)


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, matcher in scope.regexes:
        if _ANCHORED.fullmatch(matcher.value) and "|" not in matcher.value:
            yield _finding(query, matcher)


def _finding(query: Query, matcher: promql.Matcher) -> Diagnostic:
    signs = [matcher.value_start + 1] if matcher.value[0] == "^" else []
    signs += [matcher.end - 2] if matcher.value[-1] == "$" and matcher.value[-2:-1] != "\\" else []
    wanted = "leave out `^` at the beginning and `$` at the end"
    return Diagnostic(
        "regex-redundant-anchor",
        SEVERITY,
        f"the regular expression of `{matcher.name}` is anchored by hand",
        query.at(matcher.value_start, matcher.end),
        label="Prometheus matches the whole value anyway",
        help=wanted,
        fix=Fix(wanted, tuple(Edit(query.at(at, at + 1), "", "say") for at in signs), changes=True) if signs else None,
    )
