"""Events → one tree per document.

The parser's events are put together in a loop, not by recursion, so that the depth of a text is bounded here and not by
the machine's stack. Aliases are followed at once, so that the size they expand to is known before anything is expanded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, cast

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
from sre_compiler.documents.cut import Comments, misread_in_flow, suspicious_comments, truncated
from sre_compiler.documents.extent import written_tag
from sre_compiler.documents.keys import key_faults
from sre_compiler.documents.nodes import Collection, Node
from sre_compiler.documents.source import Mark, Source


class Abandoned(Exception):  # noqa: N818 - it ends the reading of one text and is no bug
    """The rest of the text is not read; the finding that says why is already made."""


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
        self.found = found
        self.comments = comments
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
                if event.anchor is not None or event.tag is not None or self.comments:
                    self._look_at(event)
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

    def _report(self, finding: Diagnostic) -> None:
        if self.found and (finding.name, finding.where) == (self.found[-1].name, self.found[-1].where):
            return
        self.found.append(finding)
        if len(self.found) >= limits.FINDINGS:
            raise Abandoned

    def _look_at(self, event: Any) -> None:
        if event.anchor is not None:
            self.anchors[event.anchor] = event, len(event.value)
        if event.tag is not None:
            self._report(problems.yaml_tag(*written_tag(self.source, event)))
        if event.end_mark.index in self.comments and (finding := truncated(self.source, event, self.comments)):
            self._report(finding)

    def _enter(self, event: Any) -> Collection:
        if len(self.open) == limits.DEPTH:
            self._too_deep(event)
        node = Collection(event, self.expanded)
        self.open.append(node)
        if node.anchor is not None:
            self.anchors[node.anchor] = None
        if event.tag is not None:
            self._report(problems.yaml_tag(*written_tag(self.source, event)))
        return node

    def _too_deep(self, event: Any) -> None:
        start = event.start_mark
        self._report(problems.nesting_too_deep(self.source.span(start, self.source.line_end(start)), limits.DEPTH))
        raise Abandoned

    def _close(self, end: Mark) -> None:
        node = self.open.pop()
        node.end_mark = end
        if self.open:
            self._raise_height(node)
        if node.anchor is not None:
            self.anchors[node.anchor] = node, end.index - node.start_mark.index + self.expanded - node.expanded
        if node.is_mapping:
            self._name_children(node)
        if node.is_flow:
            for finding in misread_in_flow(self.source, node):
                self._report(finding)

    def _name_children(self, node: Collection) -> None:
        keys: list[Any] = [key.value for key in node.items[::2]]
        node.children = children = dict(zip(keys, range(1, len(node.items), 2), strict=True))
        if len(children) < len(keys) or None in children or "<<" in children:
            for finding in key_faults(self.source, node):
                self._report(finding)
            for no_name in (None, "<<"):
                children.pop(no_name, None)

    def _raise_height(self, below: Collection) -> None:
        self.open[-1].height = max(self.open[-1].height, below.height + 1)

    def _target(self, event: Any) -> Node:
        """The node that an alias stands for; null, with a finding, where it cannot stand for one."""
        anchored = self.anchors.get(event.anchor)
        if anchored is not None and self._fits(*anchored, event):
            return anchored[0]
        if anchored is None:
            span = self.source.span(event.start_mark, event.end_mark)
            if event.anchor in self.anchors:
                self._report(
                    problems.alias_expansion(span, f"`*{event.anchor}` stands inside the value that it repeats")
                )
            else:
                self._report(problems.undefined_alias(span, event.anchor, list(islice(self.anchors, 50))))
        return _nothing(event)

    def _fits(self, node: Node, size: int, event: Any) -> bool:
        if isinstance(node, Collection):
            if len(self.open) + node.height >= limits.DEPTH:
                self._too_deep(event)
            self._raise_height(node)
        before, self.expanded = self.expanded, self.expanded + size
        if before <= limits.EXPANSION < self.expanded:
            span = self.source.span(event.start_mark, event.end_mark)
            self._report(problems.alias_expansion(span, "the aliases up to here repeat more than 1 MiB of text"))
        return self.expanded <= limits.EXPANSION


def _nothing(event: Any) -> Node:
    null: Any = ScalarEvent(None, None, (True, False), "", event.start_mark, event.end_mark, "")
    return cast("Node", null)
