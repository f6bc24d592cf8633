"""Fixes of PromQL: other words in some stretches of an expression."""

from __future__ import annotations

import re

from sre_compiler import promql
from sre_compiler.diagnostics import Edit, Fix
from sre_compiler.program.indicators import Query

Change = tuple[int, int, str]
"""The characters [start, end) of the expression, and what is to stand there."""

_BEHIND_A_NAME = re.compile(r"[a-zA-Z0-9_:]\{\Z")
_COMMA = re.compile(r"\s*,\s*")


def rewritten(query: Query, title: str, *changes: Change, safe: bool = False) -> Fix | None:
    """All these changes; None where a parameter is filled in at one of them: another use may give it another value."""
    for start, end, _ in changes:
        if any(start < at + length and at < end for at, _, length, _ in query.filled.cuts):
            return None
    edits = tuple(Edit(query.at(start, end), text, "say") for start, end, text in changes)
    return Fix(title, edits, safe, changes=True)


def plain_value(query: Query, matcher: promql.Matcher) -> int | None:
    """Where the value of a matcher begins, if it is written without escapes, so that its letters can be counted."""
    start = matcher.value_start + 1
    return start if query.text[start : matcher.end - 1] == matcher.value else None


def laid_bare(query: Query, node: promql.Expr, inner: promql.Expr) -> tuple[Change, Change]:
    """The changes that leave `inner` of a node, in parentheses where it would else come apart in a larger expression."""
    is_loose = isinstance(inner, promql.Binary | promql.Unary) and promql.unwrapped(query.tree) is not node
    opened, closed = ("(", ")") if is_loose else ("", "")
    return (node.start, inner.start, opened), (inner.end, node.end, closed)


def with_its_comma(text: str, matcher: promql.Matcher) -> tuple[int, int]:
    """The stretch of the matcher and of the comma after it, else of the comma before it; of the only one with its braces."""
    if _BEHIND_A_NAME.search(text, 0, matcher.start) and text.startswith("}", matcher.end):
        return matcher.start - 1, matcher.end + 1
    if after := _COMMA.match(text, matcher.end):
        return matcher.start, after.end()
    before = text[: matcher.start].rstrip()
    return (len(before) - 1 if before.endswith(",") else matcher.start), matcher.end
