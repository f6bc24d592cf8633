"""A document: its data, and where each word of it was written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct, field

from sre_compiler.diagnostics import Edit, Path, Place, Span, Step
from sre_compiler.documents.extent import content_start, span
from sre_compiler.documents.nodes import Collection, Node, Scalar
from sre_compiler.documents.plain import written
from sre_compiler.documents.source import Source
from sre_compiler.documents.values import Data

if TYPE_CHECKING:  # only a finding inside of a text needs it
    from sre_compiler.documents.offsets import Places


class Document(Struct, frozen=True, eq=False):
    """One document of a file. `broken`: its text has an error finding, so its data is only the best reading of it."""

    file: str
    index: int
    data: Data
    broken: bool
    _source: Source
    _root: Node
    _known: dict[Node, Places | None] = field(default_factory=dict)
    """The places of scalars that were asked for: one may hold thousands of mistakes."""

    def span(self, place: Place) -> Span:
        """Where `place` was written.

        A collection is shown by its first line. A path that does not exist is shown by the nearest key or list item
        above it, an offset that does not exist by the whole scalar.
        """
        key, node, exact = self._find(place.path)
        if key is not None and (place.target == "key" or not exact):
            return span(self._source, key)
        narrowed = self._narrowed(node, place.offset) if exact and place.offset is not None else None
        return narrowed or span(self._source, node)

    def edit(self, edit: Edit) -> Edit | None:
        """An edit of a place as one of a span, character by character; None where it cannot be made exactly."""
        from sre_compiler.documents.edits import placed

        return placed(self._source, self._root, edit)

    def written(self, unquoted: Callable[[str], object]) -> object:
        """The data, with each scalar without quotes as `unquoted` makes it of its text."""
        return written(self._root, unquoted)

    def raw(self, path: Path) -> str:
        """The text of the value as it stands in the file: quotes, block indicators and all; "" if there is none."""
        _, node, exact = self._find(path)
        start = content_start(self._source, node)
        return self._source.text[start.index : node.end_mark.index].rstrip() if exact else ""

    def _narrowed(self, node: Node, offset: tuple[int, int]) -> Span | None:
        """The span of the characters [start, end) of a scalar's value, if they can be found."""
        start, end = offset
        if isinstance(node, Collection) or not 0 <= start <= end <= len(node.value):
            return None
        found = self._places(node)
        if not found:
            return None
        first = found[start][0] if start < len(found) else found[-1][1]
        last = found[end - 1][1] if end > start else first
        first_point = self._source.point(first, node.start_mark)
        return self._source.span(first_point, self._source.point(last, first_point))

    def _places(self, node: Scalar) -> Places | None:
        from sre_compiler.documents.offsets import places

        if node not in self._known:
            self._known[node] = places(self._source, node, content_start(self._source, node).index)
        return self._known[node]

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
    """The key, if it has one, and the value below a node."""
    if isinstance(node, Collection) and isinstance(step, str) and step in node.children:
        at = node.children[step]
        return node.items[at - 1], node.items[at]
    if isinstance(node, Collection) and isinstance(step, int) and not node.is_mapping and 0 <= step < len(node.items):
        return None, node.items[step]
    return None
