"""A text → how YAML writes it where a scalar stands, in the quotes or block of that scalar."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Any

from yaml import CollectionEndEvent, CollectionStartEvent, ScalarEvent, YAMLError
from yaml._yaml import CParser

from sre_compiler.documents.values import plain_value

_BREAK = re.compile(r"[\r\n\x85\u2028\u2029]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def scalar(text: str, style: str, *, inside: bool) -> str | None:
    """The whole scalar; `style` is that of the one it replaces, `inside` says whether braces or brackets are around it.

    Without quotes only where the text is read as it is written; None for a block.
    """
    if style in {"|", ">"}:
        return None
    if not style and is_plain(text, inside=inside):
        return text
    if style == "'" or (not style and '"' in text):
        return single_quoted(text) or double_quoted(text)
    return double_quoted(text)


def is_plain(text: str, *, inside: bool) -> bool:
    """Whether the text, without quotes, is a text, and the same one."""
    node = _only(text, inside=inside)
    return plain_value(text) == text and isinstance(node, ScalarEvent) and node.value == text


def is_one_value(yaml: str, *, inside: bool) -> bool:
    """Whether this is one whole value, quotes, brackets and all, and nothing after it."""
    return _only(yaml, inside=inside) is not None


def _only(yaml: str, *, inside: bool) -> object | None:
    """The event that begins the only value of a list or mapping around the text, where the text ends with that value."""
    before, after = ("[", "]") if inside else ("k: ", "")
    try:
        events = _events(f"{before}{yaml}{after}")
    except YAMLError:
        return None
    first, values = (3, events[3:-3]) if inside else (4, events[4:-3])
    ended: int = events[-4].end_mark.index
    depth = accumulate(isinstance(one, CollectionStartEvent) - isinstance(one, CollectionEndEvent) for one in values)
    is_one = [one for one in depth if one == 0] == [0]
    return events[first] if is_one and ended == len(before) + len(yaml) and not _BREAK.search(yaml) else None


def _events(yaml: str) -> list[Any]:
    return [*iter(CParser(yaml).get_event, None)]


def single_quoted(text: str) -> str | None:
    """In single quotes; None for what they cannot hold."""
    return "'{}'".format(text.replace("'", "''")) if text.isprintable() else None


def double_quoted(text: str) -> str:
    return f'"{in_double_quotes(text)}"'


def in_double_quotes(text: str) -> str:
    return "".join(_ESCAPES.get(one) or (one if one.isprintable() else _escape(ord(one))) for one in text)


def _escape(code: int) -> str:
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
