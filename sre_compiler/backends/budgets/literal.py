"""Plain data as Python that any version reads, the same bytes each time."""

from __future__ import annotations


def literal(value: object, indent: int = 0) -> str:
    """Lists and dictionaries over several lines; texts in ASCII, so that nothing in them can be taken for code."""
    inner = " " * (indent + 4)
    match value:
        case dict() if value:
            rows = [f"{inner}{key!a}: {literal(one, indent + 4)},\n" for key, one in value.items()]
            return "{\n" + "".join(rows) + " " * indent + "}"
        case list() if value:
            return "[\n" + "".join(f"{inner}{literal(one, indent + 4)},\n" for one in value) + " " * indent + "]"
        case dict() | list() | str() | bool() | int() | float() | None:
            return ascii(value)
    raise TypeError(value)
