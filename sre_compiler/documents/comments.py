"""Comments to this program, and the nodes that they stand above or behind.

The parser drops comments; they are found again in the text, wherever the tree says that no scalar holds the `#`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler.diagnostics import Place, Span
from sre_compiler.documents import limits
from sre_compiler.documents.entries import Entry, entries, texts
from sre_compiler.documents.nodes import Collection, Node
from sre_compiler.documents.prescan import prescan
from sre_compiler.documents.reading import roots
from sre_compiler.documents.source import START, Point, Source

MARK = b"sre:"
"""Stands in every file that has such a comment."""
_OURS = re.compile(r"#(?<![^ \t\r\n]#)[ \t]*sre:")
_ANY = re.compile(r"#(?<![^ \t\r\n]#)")
_BLANKS = re.compile(r"(?:[ \t\r\n]+|#[^\r\n]*)*")
_DASHES = re.compile(r"(?:[ \t\r\n]+|-(?=[ \t\r\n])|#[^\r\n]*)*")
_Trees = list[tuple[int, Node]]


class Cover(Struct, frozen=True):
    """A node that a comment is about, with all below it if it is `deep`."""

    place: Place
    deep: bool = True

    def holds(self, place: Place) -> bool:
        """Whether this place is covered."""
        top, path = self.place, place.path
        same = (place.file, place.document) == (top.file, top.document)
        return same and (path[: len(top.path)] if self.deep else path) == top.path


class Comment(Struct, frozen=True):
    """A comment, from its `#` to the end of the line. `line` is what goes when it is deleted."""

    where: Span
    line: Span
    text: str
    covers: tuple[Cover, ...]


def comments(content: bytes, file: str) -> list[Comment]:
    """The comments of a file that begin with `# sre:`, in their order; none of a document that is not YAML.

    One that stands alone on its line is about the entry or list item that begins next, unless that is further left; above the
    first of a document, about the whole document. One at the end of a line is about what begins on that line, with all of it
    if it ends there too, or else about what ends there.
    """
    found: list[Comment] = []
    hanging = 0
    for part, trees in _parts(prescan(content, file)[0]):
        if trees and hanging:
            whole = (Cover(Place(file, trees[0][0], ())),)
            found[-hanging:] = [replace(one, covers=whole) for one in found[-hanging:]]
        mine = [*islice(_Part(part, trees).comments(), limits.COMMENTS)]
        hanging = sum(hangs for _, hangs in mine)
        found += [comment for comment, _ in mine]
    return found


def _parts(text: Source) -> Iterator[tuple[Source, _Trees]]:
    """The parts of a file that can be read, with the index and root of each document."""
    index = 0
    for part in text.parts():
        trees = [root for root, _ in roots(part, [])]
        known = [(at, root) for at, root in enumerate(trees, start=index) if root is not None]
        index += len(trees)
        if len(known) == len(trees):
            yield part, known


class _Part:
    """A part of a file, and what begins and ends where in it."""

    def __init__(self, part: Source, trees: _Trees) -> None:
        self.part = part
        written = [(entry, at) for at, root in trees for entry in entries(part, root)]
        self.entries = sorted(written, key=lambda one: one[0].start)
        self.starts = [entry.start for entry, _ in self.entries]
        blocks = [one for one in written if isinstance(one[0].node, Collection) and not one[0].node.is_flow]
        self.blocks = sorted(blocks, key=lambda one: one[0].node.start_mark.index)
        self.tops = [entry.node.start_mark.index for entry, _ in self.blocks]
        self.ends = {entry.end: entry.start for entry, _ in self.entries}
        """The innermost that ends there: later ones begin later."""
        self.content: Point = START
        self.texts = sorted({extent for _, root in trees for extent in texts(part, root)})

    def comments(self) -> Iterator[tuple[Comment, bool]]:
        """Each comment, and whether it hangs: it stands on the margin with nothing below it in this part."""
        near: Point = START
        for match in _OURS.finditer(self.part.text):
            near = self.part.point(match.start(), near)
            if not self._in_text(near.index) and not self._commented(near):
                yield self._comment(near)

    def _in_text(self, index: int) -> bool:
        at = bisect_right(self.texts, (index, len(self.part.text))) - 1
        return at >= 0 and index < self.texts[at][1]

    def _commented(self, start: Point) -> bool:
        """Whether another comment begins before it on its line: it is part of something that was commented out."""
        earlier = _ANY.finditer(self.part.text, start.index - start.column, start.index)
        return any(not self._in_text(match.start()) for match in earlier)

    def _comment(self, start: Point) -> tuple[Comment, bool]:
        source, margin, end = self.part, start.index - start.column, self.part.line_end(start)
        text, before = source.text[start.index : end.index], source.text[margin : start.index].rstrip()
        where = source.span(start, end)
        if before:
            covers = self._on_line(margin, margin + len(before.rstrip(",")))
            return Comment(
                where, source.span(Point(margin + len(before), start.line, len(before)), end), text, covers
            ), False
        covers, hangs = self._below(start, end)
        return Comment(where, Span(where.file, where.line, 1, where.line + 1, 1), text, covers), hangs

    def _below(self, start: Point, end: Point) -> tuple[tuple[Cover, ...], bool]:
        """What begins next, the outermost of it, if nothing but dashes stands before it."""
        following = self._content(end)
        at = bisect_left(self.starts, following.index)
        if following.index == len(self.part.text):
            return (), start.column == 0
        if following.column < start.column or at == len(self.starts):
            return (), False
        first = self.entries[at][0]
        if not _DASHES.fullmatch(self.part.text, following.index, first.start):
            return (), False
        return tuple(
            self._cover(one, index) for one, index in self._from(at, first.start) if one.node is first.node
        ), False

    def _content(self, after: Point) -> Point:
        """The next that is no blank and no comment; kept, because the comments of a block have the same below them."""
        if self.content.index < after.index:
            blanks = _BLANKS.match(self.part.text, after.index)
            self.content = self.part.point(blanks.end() if blanks else after.index, after)
        return self.content

    def _on_line(self, margin: int, before: int) -> tuple[Cover, ...]:
        begun = [*self._values(margin, before), *self._from(bisect_left(self.starts, margin), before)]
        if not begun and before in self.ends:
            start = self.ends[before]
            begun = [one for one in self._from(bisect_left(self.starts, start), start) if one[0].end == before]
        return tuple(self._cover(one, index, deep=one.end <= before) for one, index in begun)

    def _values(self, margin: int, before: int) -> Iterator[tuple[Entry, int]]:
        """The blocks that begin there below a key that stands further up."""
        first, last = bisect_left(self.tops, margin), bisect_right(self.tops, before)
        yield from (one for one in self.blocks[first:last] if one[0].start < margin)

    def _from(self, at: int, last: int) -> Iterator[tuple[Entry, int]]:
        """The entries from this one on that begin at `last` or before."""
        yield from self.entries[at : bisect_right(self.starts, last)]

    def _cover(self, entry: Entry, document: int, *, deep: bool = True) -> Cover:
        return Cover(Place(self.part.file, document, entry.path), deep)
