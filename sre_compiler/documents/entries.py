"""Every value of a tree, and the stretch of text that it takes together with its key."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sre_compiler.diagnostics import Path
from sre_compiler.documents.extent import content_start
from sre_compiler.documents.nodes import Collection, Node
from sre_compiler.documents.source import Mark, Source

_Stretch = tuple[Mark, Mark]


class Entry(Struct, frozen=True):
    """A value, from its key if it has one to its last character; what an alias repeats appears once for each path."""

    path: Path
    node: Node
    start: int
    end: int


def entries(
    source: Source, node: Node, path: Path = (), start: int | None = None, alias: _Stretch | None = None
) -> Iterator[Entry]:
    """The value itself, then all below it, in the order of the text. An `alias` is where one stands for the value."""
    begin, end = (node.start_mark.index, _end(source, node)) if alias is None else (mark.index for mark in alias)
    yield Entry(path, node, begin if start is None else start, end)
    if not isinstance(node, Collection):
        return
    aliases = node.aliases or {}
    if not node.is_mapping:
        for index, item in enumerate(node.items):
            yield from entries(source, item, (*path, index), alias=aliases.get(index))
        return
    for name, at in node.children.items():
        key = node.items[at - 1].start_mark.index
        yield from entries(source, node.items[at], (*path, name), key, aliases.get(at))


def texts(source: Source, node: Node) -> Iterator[tuple[int, int]]:
    """The stretch of each scalar below a node, keys too; of a block scalar what stands below its first line."""
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, Collection):
            waiting += one.items
        else:
            is_block = one.style in {"|", ">"}
            start = source.line_end(content_start(source, one)) if is_block else one.start_mark
            yield start.index, one.end_mark.index


def _end(source: Source, node: Node) -> int:
    """Where the text of a node ends; a block ends with its last item, not with the blank lines below."""
    while isinstance(node, Collection) and not node.is_flow and node.items:
        node = node.items[-1]
    start, end = node.start_mark.index, node.end_mark.index
    return start + len(source.text[start:end].rstrip())
