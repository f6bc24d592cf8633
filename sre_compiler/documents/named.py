"""What a place is called, whatever stands around it: the same after lines, keys, items and documents have moved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler.diagnostics import Path
from sre_compiler.documents.document import Document
from sre_compiler.documents.values import Data, Number

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_LONGEST = 63
"""Characters of a text by which a list item is called; what is longer is no name."""


def object_of(document: Document, path: Path) -> str:
    """The object path of a place: `Service/checkout: spec.slos[availability].objective`.

    A document is called by its kind and name, a list item by its `name` or, if it is a word, by itself; what has no name is
    counted from 0.
    """
    steps = "".join(_steps(document.data, path)).removeprefix(".")
    title = title_of(document) or f"document {document.index}"
    return f"{title}: {steps}" if steps else title


def title_of(document: Document) -> str:
    """`Service/checkout`; "" for a document without a kind or a name."""
    data = document.data if isinstance(document.data, dict) else {}
    metadata = data.get("metadata")
    kind, name = data.get("kind"), metadata.get("name") if isinstance(metadata, dict) else None
    return f"{kind}/{name}" if isinstance(kind, str) and isinstance(name, str) else ""


def item_name(item: Data) -> str:
    """What a list item is called; "" for one without a name."""
    name = item.get("name") if isinstance(item, dict) else item
    text = name.raw if isinstance(name, Number) else name
    return text if isinstance(text, str) and len(text) <= _LONGEST else ""


def _steps(data: Data, path: Path) -> Iterator[str]:
    for step in path:
        below = _below(data, step)
        if isinstance(step, int):
            yield f"[{_quoted(item_name(below)) or step}]"
        else:
            yield f".{_quoted(step)}"
        data = below


def _below(data: Data, step: str | int) -> Data:
    """What stands one step below; None where nothing does."""
    if isinstance(step, str):
        return data.get(step) if isinstance(data, dict) else None
    return data[step] if isinstance(data, list) and 0 <= step < len(data) else None


def _quoted(name: str) -> str:
    return name if not name or _PLAIN.fullmatch(name) else f'"{name}"'
