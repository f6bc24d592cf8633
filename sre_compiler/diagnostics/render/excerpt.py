"""Spans of a file → its lines with marks below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from sre_compiler.diagnostics.diagnostic import Span
from sre_compiler.diagnostics.render.display import quote, shown
from sre_compiler.diagnostics.render.paint import Paint

Lines = Sequence[str]


class Mark(Struct, frozen=True):
    """Characters [start, end) of a line, counted from 0, and what is said beside them."""

    line: int
    start: int
    end: int
    label: str
    primary: bool


class Page(Struct, frozen=True):
    """How excerpts are laid out: digits of the largest line number, columns, colours."""

    digits: int
    width: int
    paint: Paint

    def gutter(self, number: str = "") -> str:
        return self.paint.frame(f" {number:>{self.digits}} |")

    def margin(self, sign: str) -> str:
        return self.paint.frame(f" {'':{self.digits}}{sign}")

    @property
    def room(self) -> int:
        return max(self.width - self.digits - len("  | "), 20)


def marks(span: Span, label: str, lines: Lines, *, primary: bool) -> list[Mark]:
    """The marks of a span: one, or for several lines one on the first and one on the last; none outside of the file."""
    first, last, end = span.line, span.end_line, span.end_column - 1
    if last > first and end == 0:
        last, end = last - 1, len(_line(lines, last - 1))
    if not 1 <= first <= last <= len(lines):
        return []
    if first == last:
        return [Mark(first, span.column - 1, end, label, primary)]
    opening = Mark(first, span.column - 1, len(lines[first - 1]), "", primary)
    indent = len(lines[last - 1]) - len(lines[last - 1].lstrip())
    return [opening, Mark(last, min(indent, end), end, label, primary)]


def _line(lines: Lines, number: int) -> str:
    return lines[number - 1] if 1 <= number <= len(lines) else ""


def excerpt(found: Iterable[Mark], lines: Lines, page: Page) -> Iterator[str]:
    """Each marked line once, in order, its marks below it, the primary one first; `:` where lines are left out."""
    by_line: dict[int, list[Mark]] = {}
    for mark in sorted(found, key=lambda mark: (mark.line, not mark.primary, mark.start)):
        by_line.setdefault(mark.line, []).append(mark)
    previous = None
    for number, on_line in by_line.items():
        if previous is not None and number > previous + 1:
            yield page.margin(":")
        yield from _marked(number, lines[number - 1].rstrip(), on_line, page)
        previous = number


def _marked(number: int, line: str, on_line: list[Mark], page: Page) -> Iterator[str]:
    """The line with its marks; a mark that stands where a long line is cut off has the line quoted again, around it."""
    first, *others = on_line
    quoted = quote(line, (first.start, first.end), page.room)
    seen = [first, *(mark for mark in others if quoted.holds(mark.start))]
    yield f"{page.gutter(str(number))} {quoted}".rstrip()
    for mark in seen:
        start, end = quoted.column(mark.start), quoted.column(mark.end)
        signs = ("^" if mark.primary else "-") * max(end - start, 1)
        text = page.paint.mark(f"{signs} {shown(mark.label)}".rstrip(), primary=mark.primary)
        yield f"{page.gutter()} {'':{start}}{text}"
    unseen = [mark for mark in others if not quoted.holds(mark.start)]
    if unseen:
        yield from _marked(number, line, unseen, page)
