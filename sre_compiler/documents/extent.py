"""Where the text of a node begins and ends."""

from __future__ import annotations

import re
from typing import Any

from sre_compiler.diagnostics import Span
from sre_compiler.documents.nodes import Collection, Node
from sre_compiler.documents.source import Mark, Point, Source

_PROPERTY = re.compile(r"(!<[^>\s]*>|[&!][^\s,\[\]{}]*)(?:[ \t\r\n]+|#[^\r\n]*)*")


def span(source: Source, node: Node) -> Span:
    """The span of a node: anchor and tag left out, a block scalar without its indicator, a collection's first line."""
    start = content_start(source, node)
    if isinstance(node, Collection):
        return source.span(start, min(source.line_end(start), node.end_mark, key=lambda mark: mark.index))
    if node.style in {"|", ">"}:
        return _block_span(source, node.end_mark, start)
    return source.span(start, node.end_mark)


def content_start(source: Source, node: Node) -> Mark:
    """The start of a node after its anchor and tag."""
    index = node.start_mark.index
    while (found := _PROPERTY.match(source.text, index)) and found.end() <= node.end_mark.index:
        index = found.end()
    return node.start_mark if index == node.start_mark.index else source.point(index, node.start_mark)


def _block_span(source: Source, end: Mark, start: Mark) -> Span:
    """The lines of a block scalar from the first to the last character that is no blank; its indicator if it has none."""
    indicator_end = source.line_end(start)
    text = source.text[indicator_end.index : end.index]
    first = source.point(indicator_end.index + len(text) - len(text.lstrip()), start)
    last = source.point(indicator_end.index + len(text.rstrip()), start)
    return source.span(first, last) if first.index < last.index else source.span(start, indicator_end)


def written_tag(source: Source, event: Any) -> tuple[Span, str]:
    """The span and text of a node's tag, which stands before or after its anchor."""
    index = event.start_mark.index
    while (found := _PROPERTY.match(source.text, index)) and not found.group().startswith("!"):
        index = found.end()
    text = found[1] if found else ""
    start = source.point(index, event.start_mark)
    return source.span(start, Point(index + len(text), start.line, start.column + len(text))), text
