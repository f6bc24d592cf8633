"""`# sre: allow <name>, <name> until=<date>: <reason>` → its parts."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

from sre_compiler.diagnostics import Diagnostic, Span
from sre_compiler.documents import Comment
from sre_compiler.triage import problems

_COMMAND = re.compile(r"#[ \t]*sre:[ \t]*([A-Za-z]+)(?![A-Za-z0-9_-])")
_OTHER_WORDS = frozenset(
    {"disable", "ignore", "suppress", "skip", "silence", "noqa", "nolint", "off", "accept", "alow"}
)
_NAME = r"[A-Za-z0-9_-]+"
_PARTS = re.compile(
    rf"[ \t]+(?P<names>{_NAME}(?:[ \t]*,[ \t]*{_NAME})*)(?:[ \t]*,?[ \t]+until=(?P<until>[0-9-]*))?[ \t]*(?::(?P<reason>.*))?"
)
_DAY = re.compile(r"\buntil\b[=: \t]*([0-9]{4}-[0-9]{2}-[0-9]{2})")
_NAME_AND_REASON = re.compile(rf"[\[( \t]*({_NAME})?[\])]?[ \t,:]*(.*)")


class Allow(Struct, frozen=True):
    """A comment that allows findings: each name with its place, the last day or "", and the reason or ""."""

    comment: Comment
    names: tuple[tuple[str, Span], ...]
    until: str
    reason: str


def parse(comment: Comment) -> Allow | Diagnostic | None:
    """The allowance, or what is wrong with it; None for a comment that is prose."""
    command = _COMMAND.match(comment.text)
    if command is None or command[1].lower() not in _OTHER_WORDS | {"allow"}:
        return None
    parts = _PARTS.fullmatch(comment.text, command.end())
    if command[1] != "allow" or parts is None:
        better = _better(comment.text[command.end() :])
        return problems.malformed_allow(comment, f"write `{better}`", "" if "<" in better else better)
    until = parts["until"]
    if until is not None and not _is_date(until):
        return problems.malformed_allow(comment, f"`until={until}` is no date; write it as in `until=2027-01-31`")
    names = [
        (match.group(), _span(comment, match))
        for match in re.compile(_NAME).finditer(comment.text, *parts.span("names"))
    ]
    return Allow(comment, tuple(names), until or "", (parts["reason"] or "").strip())


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _better(rest: str) -> str:
    """What to type instead, with what can be made out of name, date and reason."""
    day = _DAY.search(rest)
    name, reason = _NAME_AND_REASON.fullmatch(_DAY.sub("", rest)).groups()  # type: ignore[union-attr]
    until = f" until={day[1]}" if day else ""
    return f"# sre: allow {name or '<name>'}{until}: {reason.strip() or '<reason>'}"


def _span(comment: Comment, match: re.Match[str]) -> Span:
    where = comment.where
    return Span(where.file, where.line, where.column + match.start(), where.line, where.column + match.end())
