"""A pattern is compared with `=`, which compares it letter by letter.

No label has the value `5..`; only `=~` reads it as a regular expression. The selector finds nothing, and an alert on it is
silent for good.

Bad:

    expr: rate(http_requests_total{code="5.."}[5m]) > 1

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

SEVERITY = Severity.WARNING
_PATTERN = re.compile(r"[1-5]\.\.|[\w.-]*\.[*+]|\.[*+][\w.-]*|[\w-]+(\|[\w-]+)+|[1-5]?\[0-9\].*", re.ASCII)
_REGEX_OF = {"=": "=~", "!=": "!~"}


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, matcher in scope.matchers:
        if matcher.op in _REGEX_OF and matcher.name != "__name__" and _PATTERN.fullmatch(matcher.value):
            yield _finding(query, matcher)


def _finding(query: Query, matcher: promql.Matcher) -> Diagnostic:
    regex = _REGEX_OF[matcher.op]
    wanted = f'write `{matcher.name}{regex}"{matcher.value}"`'
    at = query.text.rfind(matcher.op, matcher.start, matcher.value_start)
    return Diagnostic(
        "pattern-without-regex",
        SEVERITY,
        f"`{matcher.name}` is compared with a pattern letter by letter",
        query.at(matcher.start, matcher.end),
        label=f"`{matcher.op}` reads no regular expressions",
        help=wanted,
        fix=Fix(wanted, (Edit(query.at(at, at + len(matcher.op)), regex, "say"),), safe=False, changes=True),
    )
