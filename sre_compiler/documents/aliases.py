"""Anchors and aliases of one document, and how much text the aliases stand for."""

from __future__ import annotations

from itertools import islice
from typing import Any, cast

from yaml import ScalarEvent

from sre_compiler.documents import limits, problems
from sre_compiler.documents.nodes import Collection, Node
from sre_compiler.documents.report import Abandoned, Report
from sre_compiler.documents.source import Source

_SUGGESTED_FROM = 50


class Aliases:
    """Follows aliases while a document is put together."""

    def __init__(self, source: Source, report: Report) -> None:
        self.anchors: dict[str, Node] = {}
        self._source = source
        self._report = report
        self._expanded = 0
        self._measures: dict[int, tuple[int, int]] = {}

    def target(self, event: Any, open_nodes: list[Collection]) -> Node:
        """The node that an alias stands for; null, with a finding, where it cannot stand for one."""
        node = self.anchors.get(event.anchor)
        span = self._source.span(event.start_mark, event.end_mark)
        if node is None:
            self._report(problems.undefined_alias(span, event.anchor, list(islice(self.anchors, _SUGGESTED_FROM))))
        elif node in open_nodes:
            self._report(problems.alias_expansion(span, f"`*{event.anchor}` stands inside the value that it repeats"))
        else:
            size, height = self._measure(node)
            if len(open_nodes) + height > limits.DEPTH:
                self._report(problems.nesting_too_deep(span, limits.DEPTH))
                raise Abandoned
            before, self._expanded = self._expanded, self._expanded + size
            if self._expanded <= limits.EXPANSION:
                return node
            if before <= limits.EXPANSION:
                self._report(problems.alias_expansion(span, "the aliases up to here repeat more than 1 MiB of text"))
        return _nothing(event)

    def _measure(self, node: Node) -> tuple[int, int]:
        """Size in characters and height in levels of what a node stands for, aliases followed; each node once."""
        if not isinstance(node, Collection):
            return len(node.value) + 1, 0
        if id(node) not in self._measures:
            below = [self._measure(item) for item in node.items]
            size, height = sum(size for size, _ in below), max((height for _, height in below), default=0)
            self._measures[id(node)] = size + 1, height + 1
        return self._measures[id(node)]


def _nothing(event: Any) -> Node:
    null: Any = ScalarEvent(None, None, (True, False), "", event.start_mark, event.end_mark, "")
    return cast("Node", null)
