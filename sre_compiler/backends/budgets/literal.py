"""Plain data as Python that any version reads, the same bytes each time."""

from __future__ import annotations

_LEAVES = (str, bool, int, float, type(None))


def literal(value: object, indent: int = 0) -> str:
    """Lists and dictionaries over several lines; texts in ASCII, so that nothing in them can be taken for code."""
    if isinstance(value, _LEAVES) or value in ([], {}):
        return ascii(value)
    inner = " " * (indent + 4)
    if isinstance(value, dict):
        rows = [f"{inner}{key!a}: {literal(one, indent + 4)},\n" for key, one in value.items()]
        return "{\n" + "".join(rows) + " " * indent + "}"
    if isinstance(value, list):
        return "[\n" + "".join([f"{inner}{literal(one, indent + 4)},\n" for one in value]) + " " * indent + "]"
    raise TypeError(value)
