"""A regular expression has no pattern in it: a plain comparison says the same.

`=~` with a plain text is slower than `=`, and makes a reader look for the pattern.

Bad:

    expr: up{job=~"checkout"} == 0

Good:

    expr: up{job="checkout"} == 0
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING
_PLAIN = re.compile(r"[^\\.+*?()\[\]{}|^$]+")


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, matcher in scope.regexes:
        if _PLAIN.fullmatch(matcher.value):
            yield _finding(query, matcher)


def _finding(query: Query, matcher: promql.Matcher) -> Diagnostic:
    plain = "=" if matcher.op == "=~" else "!="
    at = query.text.rfind(matcher.op, matcher.start, matcher.value_start)
    wanted = f'write `{matcher.name}{plain}"{matcher.value}"`'
    return Diagnostic(
        "regex-is-plain-string",
        SEVERITY,
        f"the regular expression of `{matcher.name}` is a plain text",
        query.at(matcher.start, matcher.end),
        label="has no pattern",
        help=wanted,
        fix=Fix(wanted, (Edit(query.at(at, at + len(matcher.op)), plain, "say"),), changes=True),
    )
