"""How findings call what they speak of."""

from __future__ import annotations

from sre_compiler.diagnostics import Place
from sre_compiler.documents import Data


def name_of(place: Place) -> str:
    """How a message calls the value at a place: by the nearest key above it."""
    keys = [step for step in place.path if isinstance(step, str)]
    if not keys:
        return "the document"
    return f"`{keys[-1]}`" if isinstance(place.path[-1], str) else f"an item of `{keys[-1]}`"


def described(data: Data) -> str:
    """What a value is, where its type is all that matters."""
    if data is None:
        return "nothing"
    if isinstance(data, dict):
        return "a mapping"
    if isinstance(data, list):
        return "a list"
    if isinstance(data, bool):
        return f"`{str(data).lower()}`"
    return "a text" if isinstance(data, str) else "a number"
