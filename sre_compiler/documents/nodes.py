"""The nodes of a document's tree, which remember where they were written."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

from yaml import MappingStartEvent

from sre_compiler.documents.source import Mark


class Scalar(Protocol):
    """A scalar as written: the parser's own event. `style` is "" without quotes, else its quote or block indicator."""

    value: str
    style: str
    start_mark: Mark
    end_mark: Mark


class Collection:
    """A mapping or a sequence as written.

    `items` holds the values, of a mapping keys and values in turn; `children` says for each key where in `items` its
    value is, the last of those with the same key. `aliases` says where an alias stands for an item; None where none does.
    """

    __slots__ = ("aliases", "children", "end_mark", "is_flow", "is_mapping", "items", "start_mark")
    value = None
    """A collection has no text; a key with this value is not a name."""

    def __init__(self, start: Any) -> None:
        self.is_flow: bool = start.flow_style
        self.is_mapping = start.__class__ is MappingStartEvent
        self.items: list[Node] = []
        self.children: dict[str, int] = {}
        self.aliases: dict[int, tuple[Mark, Mark]] | None = None
        self.start_mark: Mark = start.start_mark
        self.end_mark: Mark = start.end_mark


Node: TypeAlias = Scalar | Collection
