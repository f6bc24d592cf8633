"""A matcher uses `*` as shells do, which is another thing in a regular expression.

`*` repeats the character before it: `api*` matches `ap`, `api` and `apii`, and no `api-1`. The selector finds nothing, or not
what was meant.

Bad:

    expr: up{instance=~"web-*"} == 0

Good:

    expr: up{instance=~"web-.*"} == 0
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
"""Escapes and classes, in which a star is a letter."""
_GLOB = re.compile(r"[\w/-]\*(?=[|)]|\Z)|/\*", re.ASCII)


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, matcher in scope.regexes:
        if "*" in matcher.value and (found := _GLOB.search(_letters(matcher.value))) is not None:
            yield _finding(query, matcher, found.group())


def _letters(pattern: str) -> str:
    """The pattern with other characters in place of stars that are letters."""
    return _SET_ASIDE.sub(lambda found: "~" * len(found.group()), pattern)


def _finding(query: Query, matcher: promql.Matcher, found: str) -> Diagnostic:
    return Diagnostic(
        "glob-in-regex",
        SEVERITY,
        f"`*` in the regular expression of `{matcher.name}` stands for no text of its own",
        query.at(matcher.value_start, matcher.end),
        label=f"`{found}` is `{found[0]}`, any number of times",
        help=f"any text is `.*`: write `{found[0]}.*`",
        fix=_fix(query, matcher),
    )


def _fix(query: Query, matcher: promql.Matcher) -> Fix | None:
    start = plain_value(query, matcher)
    if start is None:
        return None
    stars = (start + found.end() - 1 for found in _GLOB.finditer(_letters(matcher.value)))
    return rewritten(query, "write `.*`", *((at, at, ".") for at in stars))
