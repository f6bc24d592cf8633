"""Tree → plain data."""

from __future__ import annotations

from typing import Any

from sre_compiler.documents.tree import Collection, Node
from sre_compiler.documents.values import Data, plain_value


def plain(node: Node) -> Data:
    """The data of a tree; of a key that stands twice the last value wins, and a key without a text is left out."""
    if not isinstance(node, Collection):
        return node.value if node.style else plain_value(node.value)
    if not node.is_mapping:
        return [plain(item) for item in node.items]
    keys: list[Any] = [key.value for key in node.items[::2]]
    data = dict(zip(keys, [plain(value) for value in node.items[1::2]], strict=True))
    data.pop(None, None)
    return data
