"""Tree → plain data."""

from __future__ import annotations

from collections.abc import Callable

from sre_compiler.documents.nodes import Collection, Node
from sre_compiler.documents.values import Data, plain_value


def plain(node: Node) -> Data:
    """The data of a tree; of a key that stands twice the last value wins, and a key that is no text is left out."""
    if not isinstance(node, Collection):
        return node.value if node.style else plain_value(node.value)
    if node.is_mapping:
        return {key: plain(node.items[at]) for key, at in node.children.items()}
    return [plain(item) for item in node.items]


def written(node: Node, unquoted: Callable[[str], object]) -> object:
    """The same, with each scalar without quotes as `unquoted` makes it of its text, for who reads it by other rules of YAML."""
    if not isinstance(node, Collection):
        return node.value if node.style or "\n" in node.value else unquoted(node.value)
    if node.is_mapping:
        return {key: written(node.items[at], unquoted) for key, at in node.children.items()}
    return [written(item, unquoted) for item in node.items]
