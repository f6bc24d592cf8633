"""The text of one document inside its file, and places in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

from msgspec import Struct

from sre_compiler.diagnostics import Span

_BREAK = re.compile(r"\r\n|\n|\r")
_NEAR = 10_000
"""Characters that are gone through again for every point; many points in a longer text would take a time that is squared."""
_DOCUMENT_START = re.compile(r"---(?<![^\r\n]---)(?![^ \t\r\n])")


class Mark(Protocol):
    """A point in a text: code points from its start, and line and column, all from 0."""

    @property
    def index(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class Point(Struct, frozen=True):
    """A mark that the parser did not make."""

    index: int
    line: int
    column: int


START = Point(0, 0, 0)


class Source(Struct, frozen=True):
    """A part of a file that starts at the beginning of a line; `line` counts the lines above it."""

    file: str
    text: str
    line: int = 0

    def parts(self) -> Iterator[Source]:
        """Cut before each `---`; every part can be read without the others."""
        line, start = self.line, 0
        for match in _DOCUMENT_START.finditer(self.text):
            if match.start() > start:
                text = self.text[start : match.start()]
                yield Source(self.file, text, line)
                line, start = line + count_breaks(text), match.start()
        yield Source(self.file, self.text[start:], line)

    def span(self, start: Mark, end: Mark) -> Span:
        start, end = self._inside(start), self._inside(end)
        return Span(self.file, self.line + start.line + 1, start.column + 1, self.line + end.line + 1, end.column + 1)

    def _inside(self, mark: Mark) -> Mark:
        """The mark; at the end of a text without a last line break the parser's is a line further down."""
        return mark if mark.index < len(self.text) else self.point(len(self.text))

    def point(self, index: int, near: Mark = START) -> Point:
        """The point at `index`; `near` is a mark before it, from which lines are counted."""
        return _advance(self.text, near, index)

    def line_end(self, start: Mark) -> Point:
        """The end of the text on the line of `start`, trailing blanks left out."""
        found = _BREAK.search(self.text, start.index)
        line = self.text[start.index : found.start() if found else len(self.text)]
        width = len(line.rstrip())
        return Point(start.index + width, start.line, start.column + width)


def split_lines(text: str) -> list[str]:
    """The lines without their breaks; at least one."""
    return _BREAK.split(text)


def count_breaks(text: str) -> int:
    return text.count("\n") + (text.count("\r") - text.count("\r\n") if "\r" in text else 0)


def _advance(text: str, mark: Mark, index: int) -> Point:
    if index - mark.index > _NEAR:
        starts = _line_starts(text)
        line = bisect_right(starts, index) - 1
        return Point(index, line, index - starts[line])
    line, column_zero = mark.line, mark.index - mark.column
    for found in _BREAK.finditer(text, mark.index, index):
        line, column_zero = line + 1, found.end()
    return Point(index, line, index - column_zero)


@lru_cache(maxsize=1)
def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in _BREAK.finditer(text))]
