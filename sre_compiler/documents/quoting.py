"""A text without quotes that YAML cuts off → the edit that puts all of it in quotes."""

from __future__ import annotations

import re

from sre_compiler.diagnostics import Edit
from sre_compiler.documents.edits import Splice, spelling
from sre_compiler.documents.nodes import Scalar
from sre_compiler.documents.source import Source

_PIECE = re.compile(r'"(?:\\.|[^"\\\r\n])*"|`[^`\r\n]*`|[^"`]')
_PARTNERS = {"(": ")", "[": "]", "{": "}"}
_KEY = re.compile(r"\s*(?:[\w.-]+:[ \t]+)?")
_NOT_PLAIN = ("", *"&!*\"'[{")
_COMMENT = re.compile(r"[ \t]#")


def to_end_of_comment(source: Source, scalar: Scalar, comment: tuple[int, int]) -> Edit | None:
    """The text and the comment behind it as one text; None where another comment may end it, or something stays open."""
    start, (begun, end) = scalar.start_mark.index, comment
    if _COMMENT.search(source.text, begun, end) or _end(source.text, start, end) != end:
        return None
    return _quoted(source, start, end, inside=False)


def of_item(source: Source, opening: int, at: int) -> Edit | None:
    """The whole text at `at` within the bracket at `opening`: up to the comma behind it that stands in no bracket or quotes."""
    text, start = source.text, opening + 1
    while (end := _end(text, start, len(text), stops=",]}")) is not None and end <= at:
        if text[end : end + 1] != ",":
            return None
        start = end + 1
    before = _KEY.match(text, start, end) if end is not None else None
    return _quoted(source, before.end(), end, inside=True) if before and end is not None and end < len(text) else None


def _end(text: str, at: int, limit: int, stops: str = "") -> int | None:
    """Where a text ends whose quotes and brackets are all closed: at one of `stops`, else at the limit."""
    closing: list[str] = []
    while at < limit:
        found = _PIECE.match(text, at, limit)
        if found is None:
            return None
        one = found.group()
        if one in stops and not closing:
            return at
        if one in _PARTNERS:
            closing.append(_PARTNERS[one])
        elif one in _PARTNERS.values() and (not closing or closing.pop() != one):
            return None
        at = found.end()
    return None if closing else at


def _quoted(source: Source, start: int, end: int, *, inside: bool) -> Edit | None:
    text = source.text[start:end].rstrip()
    if not text.isprintable() or text[:1] in _NOT_PLAIN or (inside and _COMMENT.search(text)):
        return None
    written = spelling.scalar(text, "", inside=inside)
    return Splice(start, start + len(text), written).edit(source) if written else None
