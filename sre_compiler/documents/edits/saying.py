"""What a scalar, a part of it or a key is to mean → the characters to put there."""

from __future__ import annotations

from collections.abc import Callable

from sre_compiler.documents.edits import spelling
from sre_compiler.documents.edits.reach import start_of_line
from sre_compiler.documents.edits.splice import Splice
from sre_compiler.documents.extent import content_start
from sre_compiler.documents.nodes import Collection, Node, Scalar
from sre_compiler.documents.offsets import Places, places
from sre_compiler.documents.source import Source

_PART: dict[str, Callable[[str], str | None]] = {
    '"': spelling.in_double_quotes,
    "'": lambda text: text.replace("'", "''") if text.isprintable() else None,
    "|": lambda text: text if text.isprintable() else None,
    ">": lambda text: text if text.isprintable() else None,
}


def whole(source: Source, node: Node, text: str, *, inside: bool) -> Splice | None:
    """The scalar replaced by one that means `text`."""
    if isinstance(node, Collection) or not node.value:
        return None
    written = spelling.scalar(text, node.style, inside=inside)
    return Splice(content_start(source, node).index, node.end_mark.index, written) if written else None


def part(source: Source, node: Node, offset: tuple[int, int], text: str, *, inside: bool) -> Splice | None:
    """The characters [start, end) of the scalar's value replaced by those of `text`; the rest of it keeps its layout."""
    start, end = offset
    if isinstance(node, Collection) or not 0 <= start <= end <= len(node.value):
        return None
    if node.style not in _PART:
        return _plain(source, node, offset, text, inside=inside)
    found = places(source, node, content_start(source, node).index)
    written = _PART[node.style](text)
    between = _between(found, start, end) if found else None
    if between is None or written is None:
        return None
    if node.style in {"|", ">"} and not _keeps_its_line(source, between, written):
        return None
    return Splice(*between, written)


def _between(found: Places, start: int, end: int) -> tuple[int, int] | None:
    """The stretch of the source; None where a line break of the value, which is written as a layout, ends or begins it."""
    if start == end:
        return (found[start][0],) * 2 if start < len(found) else (found[-1][1],) * 2
    first, last = found[start], found[end - 1]
    return (first[0], last[1]) if first[0] < first[1] and last[0] < last[1] else None


def _keeps_its_line(source: Source, between: tuple[int, int], written: str) -> bool:
    """Whether the line of a block stays a line with the same indentation."""
    text, (start, end) = source.text, between
    if "\n" in text[start:end] or "\r" in text[start:end]:
        return False
    is_first = not text[start_of_line(source, start) : start].strip()
    begins_with = (written or text[end : end + 1])[:1]
    return not is_first or begins_with not in {"", " ", "\t", "\r", "\n"}


def _plain(source: Source, node: Scalar, offset: tuple[int, int], text: str, *, inside: bool) -> Splice | None:
    """Without quotes the whole must still be read as it is written; where it would not be, it is put in quotes."""
    start, end = offset
    at = content_start(source, node).index
    if node.end_mark.index - at != len(node.value):  # on several lines
        return None
    value = node.value[:start] + text + node.value[end:]
    if spelling.is_plain(value, inside=inside):
        return Splice(at + start, at + end, text)
    written = spelling.scalar(value, "", inside=inside)
    return Splice(at, node.end_mark.index, written) if written else None
