"""Data → YAML and JSON text: the same data gives the same bytes, and readers get the same data back.

Both take dicts with string keys, lists, tuples, str, int, bool, None and Decimal; the order of dicts is kept. They raise
TypeError for anything else, floats included, and `EncodeError` for a text that no file can hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import msgspec

from sre_compiler.output.scalars import EncodeError, Verbatim, atom, quoted, scalar, seen, yaml_literal, yaml_scalar

__all__ = ["EncodeError", "Verbatim", "json_text", "object_json", "yaml_text"]

_LONGEST_KEY = 1000
"""Readers look for the colon in the first 1,024 characters only; a longer key is written after `? `."""
_OFTEN_SEEN = 48
_CONTAINERS = (dict, list, tuple)
Memo = dict[tuple[int, str], tuple[object, str]]
"""The text of each map that was encoded, by identity and indent; it holds the map, so that the identity stays its own."""


def yaml_text(data: object, memo: Memo | None = None) -> str:
    """Block style, lists indented by two; texts of several lines as `|` blocks where that keeps every character.

    A map that stands at several places as the same object, as labels do, is encoded once; with `memo`, once for all calls
    that are given the same one. Maps must not change in between.
    """
    if isinstance(data, _CONTAINERS) and data:
        return _block(data, "", {} if memo is None else memo) + "\n"
    return _leaf(data, "") + "\n"


def json_text(data: object, *, sort_keys: bool = False, levels: int | None = None) -> str:
    """Indented by two; what lies deeper than `levels` containers stands on one line, so that a change is one line.

    Characters beyond ASCII are kept, unless nobody would see them.
    """
    return _json(data, "\n", levels, sort_keys=sort_keys) + "\n"


def object_json(data: object, plain: Callable[[Any], object]) -> str:
    """The same for the objects of a library, whose keys are sorted; `plain` says of one what it is made of.

    Floats are written as the shortest number that is read back the same.
    """
    compact = msgspec.json.encode(data, enc_hook=plain, order="sorted")
    return seen(msgspec.json.format(compact, indent=2).decode()) + "\n"


def _block(data: object, pad: str, memo: Memo) -> str:
    """The text of a container that is not empty, each line indented by `pad`, without the last line break."""
    if isinstance(data, dict):
        known = memo.get((id(data), pad))
        return known[1] if known is not None else _mapping(data, pad, memo)
    assert isinstance(data, list | tuple)  # noqa: S101 - the callers ask first
    return _sequence(data, pad, memo)


def _mapping(data: dict[object, object], pad: str, memo: Memo) -> str:
    lines = []
    deeper = pad + "  "
    for key, value in data.items():
        start = _yaml_key(key, pad)
        if type(value) is str:
            is_short = len(value) < _OFTEN_SEEN and "\n" not in value
            lines.append(f"{start} {yaml_scalar(value) if is_short else _text_value(value, pad)}")
        elif type(value) is dict and value:
            known = memo.get((id(value), deeper))
            lines.append(f"{start}\n{known[1] if known is not None else _mapping(value, deeper, memo)}")
        elif isinstance(value, _CONTAINERS) and value:
            lines.append(f"{start}\n{_block(value, deeper, memo)}")
        else:
            lines.append(f"{start} {_leaf(value, pad)}")
    text = "\n".join(lines)
    memo[id(data), pad] = data, text
    return text


def _text_value(text: str, pad: str) -> str:
    """Behind a key: as a block where it has several lines, else on the key's line. Long texts hardly ever recur."""
    if "\n" in text:
        return yaml_literal(text, pad) or quoted(text)
    return yaml_scalar(text) if len(text) < _OFTEN_SEEN else scalar(text)


def _sequence(data: Iterable[object], pad: str, memo: Memo) -> str:
    deeper = pad + "  "
    lines = []
    for item in data:
        nested = isinstance(item, _CONTAINERS) and item
        text = _block(item, deeper, memo)[len(deeper) :] if nested else _leaf(item, pad)
        lines.append(f"{pad}- {text}")
    return "\n".join(lines)


@lru_cache(maxsize=1024)
def _yaml_key(key: object, pad: str) -> str:
    """The start of a line, through the colon."""
    name = yaml_scalar(_text(key))
    return f"{pad}{name}:" if len(name) < _LONGEST_KEY else f"{pad}? {name}\n{pad}:"


def _leaf(value: object, pad: str) -> str:
    if isinstance(value, str):
        return _text_value(value, pad)
    if isinstance(value, _CONTAINERS):
        return "{}" if isinstance(value, dict) else "[]"
    return value.text if isinstance(value, Verbatim) else atom(value)


def _json(data: object, line: str, levels: int | None, *, sort_keys: bool) -> str:
    """`line` is the line break and the indent of the line that holds the data."""
    if isinstance(data, str):
        return quoted(data)
    if not isinstance(data, _CONTAINERS):
        return atom(data)
    opening, closing = "{}" if isinstance(data, dict) else "[]"
    if not data:
        return opening + closing
    deeper = None if levels is None else max(levels - 1, 0)
    inner = line if levels == 0 else line + "  "
    if isinstance(data, dict):
        pairs = sorted(data.items()) if sort_keys else data.items()
        items = [f"{quoted(_text(key))}: {_json(value, inner, deeper, sort_keys=sort_keys)}" for key, value in pairs]
    else:
        items = [_json(item, inner, deeper, sort_keys=sort_keys) for item in data]
    if levels == 0:
        return opening + ", ".join(items) + closing
    return opening + inner + f",{inner}".join(items) + line + closing


def _text(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"the key {key!r} is not a string")
    return key
