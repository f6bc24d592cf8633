"""Events → one tree per document, which remembers where each node was written.

The parser's events are put together in a loop, not by recursion, so that the depth of a text is bounded here and not by
the machine's stack. Aliases are followed at once, so that the size they expand to is known before anything is expanded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeAlias

from yaml import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)
from yaml._yaml import CParser

from sre_compiler.diagnostics import Diagnostic, Span
from sre_compiler.documents import problems
from sre_compiler.documents.source import Mark, Source

DEPTH_LIMIT = 64
EXPANSION_LIMIT = 1 << 20


class Scalar(Protocol):
    """A scalar as written: the parser's own event. `style` is "" without quotes, else its indicator or quote."""

    value: str
    style: str
    tag: str | None
    start_mark: Mark
    end_mark: Mark


class Collection:
    """A mapping (keys and values in turn) or a sequence, as written.

    `height` counts the levels below it; `expanded` is what aliases had repeated before it. `value` is None on all of
    them: a collection has no text.
    """

    __slots__ = ("anchor", "end_mark", "expanded", "height", "is_mapping", "items", "start_mark", "tag")
    value = None

    def __init__(self, start: Any, expanded: int) -> None:
        self.is_mapping = start.__class__ is MappingStartEvent
        self.items: list[Node] = []
        self.anchor: str | None = start.anchor
        self.tag: str | None = start.tag
        self.start_mark: Mark = start.start_mark
        self.end_mark: Mark = start.end_mark
        self.height = 0
        self.expanded = expanded


Node: TypeAlias = Scalar | Collection


class TooDeep(Exception):  # noqa: N818 - it ends the reading of one text and is no bug
    """A node below `DEPTH_LIMIT` others."""

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark


def trees(source: Source, found: list[Diagnostic]) -> Iterator[Node]:
    """The root of each document of the text; findings about aliases go to `found`.

    Raises `yaml.MarkedYAMLError` where the text is not YAML, and `TooDeep`.
    """
    next_event = CParser(source.text).get_event
    for event in iter(next_event, None):
        if event.__class__ is DocumentStartEvent:
            yield _Composer(source, found).tree(next_event)


def _null(event: Any) -> Any:
    return ScalarEvent(None, None, (True, False), "", event.start_mark, event.end_mark, "")


class _Composer:
    """Puts the events of one document together."""

    def __init__(self, source: Source, found: list[Diagnostic]) -> None:
        self.source = source
        self.found = found
        self.open: list[Collection] = []
        self.expanded = 0
        self.anchors: dict[str, tuple[Node, int] | None] = {}
        """Each anchor's node and size in characters, what it repeats included; None while it is open."""

    def tree(self, next_event: Callable[[], Any]) -> Node:
        root: list[Node] = []
        items = root
        while True:
            event = next_event()
            kind = event.__class__
            if kind is ScalarEvent:
                items.append(event)
                if event.anchor is not None:
                    self.anchors[event.anchor] = event, len(event.value)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close(event.end_mark)
                items = self.open[-1].items if self.open else root
            elif kind is AliasEvent:
                items.append(self._target(event))
            elif kind is DocumentEndEvent:
                return root[0]
            else:
                items.append(node := self._enter(event))
                items = node.items

    def _enter(self, event: Any) -> Collection:
        if len(self.open) == DEPTH_LIMIT:
            raise TooDeep(event.start_mark)
        node = Collection(event, self.expanded)
        self.open.append(node)
        if node.anchor is not None:
            self.anchors[node.anchor] = None
        return node

    def _close(self, end: Mark) -> None:
        node = self.open.pop()
        node.end_mark = end
        if self.open:
            self._raise_height(node)
        if node.anchor is not None:
            self.anchors[node.anchor] = node, end.index - node.start_mark.index + self.expanded - node.expanded

    def _raise_height(self, below: Collection) -> None:
        self.open[-1].height = max(self.open[-1].height, below.height + 1)

    def _target(self, event: Any) -> Node:
        """The node that an alias stands for; null, with a finding, where it cannot stand for one."""
        span = self.source.span(event.start_mark, event.end_mark)
        nothing: Node = _null(event)
        if event.anchor not in self.anchors:
            self.found.append(problems.undefined_alias(span, event.anchor, list(self.anchors)))
            return nothing
        anchored = self.anchors[event.anchor]
        if anchored is None:
            self.found.append(
                problems.alias_expansion(span, f"`*{event.anchor}` stands inside the value that it repeats")
            )
            return nothing
        return anchored[0] if self._fits(*anchored, event, span) else nothing

    def _fits(self, node: Node, size: int, event: Any, span: Span) -> bool:
        if isinstance(node, Collection):
            if len(self.open) + node.height >= DEPTH_LIMIT:
                raise TooDeep(event.start_mark)
            self._raise_height(node)
        before, self.expanded = self.expanded, self.expanded + size
        if before <= EXPANSION_LIMIT < self.expanded:
            self.found.append(problems.alias_expansion(span, "the aliases up to here repeat more than 1 MiB of text"))
        return self.expanded <= EXPANSION_LIMIT
