"""A document: its data, and where each word of it was written."""

from __future__ import annotations

from dataclasses import dataclass, field

from sre_compiler.diagnostics import Path, Place, Span, Step
from sre_compiler.documents.extent import extent
from sre_compiler.documents.source import Source
from sre_compiler.documents.tree import Collection, Node
from sre_compiler.documents.values import Data


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file. `broken`: its text has an error finding, so its data is only the best reading of it."""

    file: str
    index: int
    data: Data
    broken: bool
    _source: Source = field(repr=False, compare=False)
    _root: Node = field(repr=False, compare=False)

    def span(self, place: Place) -> Span:
        """Where `place` was written.

        A collection is shown by its first line. A path that does not exist is shown by the nearest key above it.
        """
        key, node, exact = self._find(place.path)
        if key is not None and (place.target == "key" or not exact):
            return self._span(key)
        return self._span(node)

    def raw(self, path: Path) -> str:
        """The text of the value as it stands in the file: quotes, block indicators and all; "" if there is none."""
        _, node, exact = self._find(path)
        return self._source.text[node.start_mark.index : node.end_mark.index].rstrip() if exact else ""

    def _span(self, node: Node) -> Span:
        return self._source.span(*extent(self._source, node))

    def _find(self, path: Path) -> tuple[Node | None, Node, bool]:
        """The key and value at `path`, or at the longest part of it that exists; and whether that is all of it."""
        key, node = None, self._root
        for step in path:
            below = _step(node, step)
            if below is None:
                return key, node, False
            key, node = below
        return key, node, True


def _step(node: Node, step: Step) -> tuple[Node | None, Node] | None:
    if not isinstance(node, Collection):
        return None
    if not node.is_mapping:
        return (None, node.items[step]) if isinstance(step, int) and 0 <= step < len(node.items) else None
    keys = [key.value for key in node.items[::2]]
    if step not in keys:
        return None
    at = 2 * (len(keys) - 1 - keys[::-1].index(step))
    return node.items[at], node.items[at + 1]
