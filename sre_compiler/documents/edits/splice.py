"""Stretches of a text, and what is to stand in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from sre_compiler.diagnostics import Edit, Span
from sre_compiler.documents.source import Source

_BREAK = re.compile(r"\r\n|\n|\r")
_MARK = b"\xef\xbb\xbf"


class Splice(Struct, frozen=True):
    """The characters [start, end) of a text make way for `text`."""

    start: int
    end: int
    text: str

    def edit(self, source: Source) -> Edit:
        """The same with the span it has in the source's file."""
        start = source.point(self.start)
        return Edit(source.span(start, source.point(self.end, start)), self.text)


def overlap(one: Span, other: Span) -> bool:
    """Whether two stretches of one file have a character in common, or one is a point that touches the other."""
    (start, end), (low, high) = _ends(one), _ends(other)
    return (start < high and low < end) or ((start == end or low == high) and start <= high and low <= end)


def _ends(span: Span) -> tuple[tuple[int, int], tuple[int, int]]:
    return (span.line, span.column), (span.end_line, span.end_column)


def spliced(content: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with the edits made, which have spans and do not overlap; every other byte as it was.

    Raises UnicodeDecodeError for what is not UTF-8: there no column can be told.
    """
    mark = _MARK if content.startswith(_MARK) else b""
    text = content.removeprefix(_MARK).decode()
    starts = [0, *(found.end() for found in _BREAK.finditer(text))]
    pieces, at = [], 0
    for start, end, written in sorted(_indices(edit, starts) for edit in edits):
        pieces += [text[at:start], written]
        at = end
    return mark + "".join([*pieces, text[at:]]).encode()


def _indices(edit: Edit, starts: list[int]) -> tuple[int, int, str]:
    where = edit.where
    assert isinstance(where, Span)  # noqa: S101 - an edit that has not been placed cannot be made
    return starts[where.line - 1] + where.column - 1, starts[where.end_line - 1] + where.end_column - 1, edit.text
