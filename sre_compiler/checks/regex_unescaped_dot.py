r"""A dot in a host name, an address or a version matches any character.

In a regular expression `.` is any one character: `db.example.com` also matches `db-example.com`, and `1.25` matches `1825`. A
dot that is meant as a dot needs a backslash, which a string in double quotes needs twice.

Bad:

    expr: up{instance=~"db.example.com:.*"} == 0

Good:

    expr: up{instance=~"db\\.example\\.com:.*"} == 0
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._rewriting import plain_value, rewritten
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Fix, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.INFO
_HOST = re.compile(
    r"\d{1,3}(\.\d{1,3}){3}|[a-z0-9-]{2,}(\.[a-z0-9-]{2,})*\.(com|net|org|io|de|local|internal|svc)\b", re.ASCII
)


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, matcher in scope.regexes:
        if "." in matcher.value and (found := _HOST.search(matcher.value)) is not None:
            yield _finding(query, matcher, found.group())


def _finding(query: Query, matcher: promql.Matcher, host: str) -> Diagnostic:
    return Diagnostic(
        "regex-unescaped-dot",
        SEVERITY,
        f"the dots of `{host}` match any character",
        query.at(matcher.value_start, matcher.end),
        label="looks like a host or an address",
        help=f"write a dot as `\\\\.`: `{host.replace('.', chr(92) * 2 + '.')}`",
        fix=_fix(query, matcher, host),
    )


def _fix(query: Query, matcher: promql.Matcher, host: str) -> Fix | None:
    """The same text as often as it stands there; between backticks a backslash is written once."""
    start = plain_value(query, matcher)
    if start is None or matcher.value.count(host) != 1:
        return None
    first = start + matcher.value.index(host)
    written = "\\" if query.text[matcher.value_start] == "`" else "\\\\"
    dots = (first + at for at, letter in enumerate(host) if letter == ".")
    return rewritten(query, "escape the dots", *((at, at, written) for at in dots))
