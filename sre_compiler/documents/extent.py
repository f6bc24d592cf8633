"""Where the text of a node begins and ends."""

from __future__ import annotations

import re

from sre_compiler.documents.source import Mark, Source
from sre_compiler.documents.tree import Collection, Node

_PROPERTY = re.compile(r"[&!][^\s]*(?:[ \t]|\r\n|\n|\r|#[^\r\n]*)*")


def extent(source: Source, node: Node) -> tuple[Mark, Mark]:
    """Start and end of a node: anchor and tag left out, a block scalar without its indicator, a collection's first line."""
    start = _after_properties(source, node)
    if isinstance(node, Collection):
        line_end = source.line_end(start)
        return start, min(line_end, node.end_mark, key=lambda mark: mark.index)
    return start, node.end_mark


def _after_properties(source: Source, node: Node) -> Mark:
    start, index = node.start_mark, node.start_mark.index
    while (found := _PROPERTY.match(source.text, index)) and found.end() <= node.end_mark.index:
        index = found.end()
    return start if index == start.index else source.point(index, start)
