"""Events → one tree per document.

The parser's events are put together in a loop, not by recursion, so that the depth of a text is bounded here and not by
the machine's stack. Aliases are followed at once, so that the size they expand to is known before anything is expanded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from yaml import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
)
from yaml._yaml import CParser

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.documents import limits, problems
from sre_compiler.documents.aliases import Aliases
from sre_compiler.documents.cut import Comments, misread_in_flow, suspicious_comments, truncated
from sre_compiler.documents.extent import written_tag
from sre_compiler.documents.keys import key_faults
from sre_compiler.documents.nodes import Collection, Node
from sre_compiler.documents.report import Abandoned, Report
from sre_compiler.documents.source import Source


def trees(source: Source, found: list[Diagnostic]) -> Iterator[Node]:
    """The root of each document of the text; findings go to `found`.

    Raises `yaml.MarkedYAMLError` where the text is not YAML, and `Abandoned`.
    """
    next_event = CParser(source.text).get_event
    comments = suspicious_comments(source.text) if "#" in source.text else {}
    for event in iter(next_event, None):
        if event.__class__ is DocumentStartEvent:
            yield _Composer(source, found, comments).tree(next_event)


class _Composer:
    """Puts the events of one document together."""

    def __init__(self, source: Source, found: list[Diagnostic], comments: Comments) -> None:
        self.source = source
        self.report = Report(found)
        self.comments = comments
        self.aliases = Aliases(source, self.report)

    def tree(self, next_event: Callable[[], Any]) -> Node:
        root: list[Node] = []
        open_nodes: list[Collection] = []
        items = root
        comments = self.comments
        while True:
            event = next_event()
            kind = event.__class__
            if kind is ScalarEvent:
                items.append(event)
                if event.anchor is not None or event.tag is not None or comments:
                    self._look_at(event, open_nodes)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                node = open_nodes.pop()
                node.end_mark = event.end_mark
                self._complete(node)
                items = open_nodes[-1].items if open_nodes else root
            elif kind is AliasEvent:
                if open_nodes:
                    _note(event, open_nodes[-1])
                items.append(self.aliases.target(event, open_nodes))
            elif kind is DocumentEndEvent:
                return root[0]
            else:
                node = Collection(event)
                self._enter(node, event, len(open_nodes))
                items.append(node)
                open_nodes.append(node)
                items = node.items

    def _look_at(self, event: Any, open_nodes: list[Collection]) -> None:
        self._properties(event, event)
        if event.end_mark.index in self.comments:
            is_alone = not any(node.is_flow for node in open_nodes)
            if finding := truncated(self.source, event, self.comments, is_alone=is_alone):
                self.report(finding)

    def _properties(self, node: Any, event: Any) -> None:
        if event.anchor is not None:
            self.aliases.anchors[event.anchor] = node
        if event.tag is not None:
            self.report(problems.yaml_tag(*written_tag(self.source, event)))

    def _enter(self, node: Collection, event: Any, depth: int) -> None:
        if depth == limits.DEPTH:
            self.report(problems.nesting_too_deep(self.source.span(event.start_mark, event.end_mark), limits.DEPTH))
            raise Abandoned
        if event.anchor is not None or event.tag is not None:
            self._properties(node, event)

    def _complete(self, node: Collection) -> None:
        if node.is_mapping:
            keys: list[Any] = [key.value for key in node.items[::2]]
            node.children = children = dict(zip(keys, range(1, len(node.items), 2), strict=True))
            if len(children) < len(keys) or None in children or "<<" in children:
                self.report.all(key_faults(self.source, node))
                for key in node.items[::2]:
                    if key.value is None or (key.value == "<<" and not key.style):
                        children.pop(key.value, None)
        if node.is_flow:
            self.report.all(misread_in_flow(self.source, node))


def _note(alias: Any, within: Collection) -> None:
    """Remember where the alias stands that is the next item."""
    within.aliases = within.aliases or {}
    within.aliases[len(within.items)] = alias.start_mark, alias.end_mark
