"""How far the text of a node reaches: the parser says of a block only where the next thing begins."""

from __future__ import annotations

import re

from sre_compiler.documents.nodes import Collection, Node
from sre_compiler.documents.source import Source

_REST_OF_LINE = re.compile(r"[ \t]*(?:(?<=[ \t])#[^\r\n]*)?(?=[\r\n]|\Z)")


def end(source: Source, node: Node) -> int:
    """Where the last word of a node ends; comments and blank lines below it are not part of it."""
    if not isinstance(node, Collection):
        return node.end_mark.index if node.style not in {"|", ">"} else _stripped(source, node)
    if node.is_flow or not node.items:
        return node.end_mark.index
    return max(_stripped(source, node), end(source, node.items[-1]))


def _stripped(source: Source, node: Node) -> int:
    start = node.start_mark.index
    text = source.text[start : node.end_mark.index]
    if not isinstance(node, Collection):
        return start + len(text.rstrip())
    lines = text.rstrip().splitlines(keepends=True)
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return start + len("".join(lines).rstrip())


def end_of_line(source: Source, at: int) -> int | None:
    """Where the line ends on which a node ends at `at`; None where more than a comment follows it."""
    found = _REST_OF_LINE.match(source.text, at)
    return found.end() if found else None


def start_of_line(source: Source, at: int) -> int:
    return max(source.text.rfind("\n", 0, at), source.text.rfind("\r", 0, at)) + 1


def line_break(source: Source, at: int) -> str:
    """The line break at `at`; "" at the end of the text or within a line."""
    text = source.text[at : at + 2]
    return text if text == "\r\n" else text[:1] if text[:1] in ("\n", "\r") else ""
