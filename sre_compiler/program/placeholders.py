"""Filling in the placeholders of PromQL: `$service` and the parameters of an SLI, escaped for where they stand.

`$window` is left for the parser, `$$` becomes a dollar, `$1` and anything that is not `$` and a name is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

WINDOW = "window"
SERVICE = "service"

_PIECE = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|`[^`]*`|#[^\n]*|\$\$|\$[a-zA-Z_][a-zA-Z0-9_]*')
_PLACEHOLDER = re.compile(r"\$\$|\$[a-zA-Z_][a-zA-Z0-9_]*")
_TOKEN = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9][0-9a-z.]*")


class Misuse(Struct, frozen=True):
    """A placeholder that cannot be filled in, at [start, end) of the written text."""

    reason: str
    name: str
    start: int
    end: int


class Filled(Struct, frozen=True):
    """PromQL with its placeholders filled in, and how its offsets map back to the text as written.

    `cuts` holds (start in the filled text, start in the written text, filled length, written length) of each replacement.
    """

    text: str
    cuts: tuple[tuple[int, int, int, int], ...] = ()

    def written(self, offset: int) -> int:
        """The offset in the written text; inside a replacement, the placeholder's start."""
        shift = 0
        for filled_at, written_at, filled_length, written_length in self.cuts:
            if offset < filled_at:
                break
            if offset < filled_at + filled_length:
                return written_at
            shift = (written_at + written_length) - (filled_at + filled_length)
        return offset + shift

    def placeholder(self, text: str, start: int, end: int) -> str | None:
        """The name of the placeholder whose replacement, or a string of nothing else, is [start, end); None for more."""
        for filled_at, written_at, length, written_length in self.cuts:
            quote = 1 if start < filled_at else 0
            if filled_at - quote <= start and end <= filled_at + length + quote:
                return text[written_at + 1 : written_at + written_length]
        return None


def fill(text: str, values: Mapping[str, str], *, window: bool = True) -> tuple[Filled, list[Misuse]]:
    """Fill in every placeholder; those that cannot be are left as they are and returned. `$window` is known where it may be."""
    if "$" not in text:
        return Filled(text), []
    pieces: list[str] = []
    cuts: list[tuple[int, int, int, int]] = []
    misuses: list[Misuse] = []
    written_at = filled_at = 0
    for start, end, quote in _placeholders(text):
        name = text[start + 1 : end]
        if name == WINDOW and window and not quote:
            continue
        replacement = _replacement(name, quote, values)
        if isinstance(replacement, _Unfit):
            misuses.append(Misuse(replacement.reason, name, start, end))
            continue
        before = text[written_at:start]
        pieces += [before, replacement]
        filled_at += len(before)
        cuts.append((filled_at, start, len(replacement), end - start))
        filled_at += len(replacement)
        written_at = end
    pieces.append(text[written_at:])
    return Filled("".join(pieces), tuple(cuts)), misuses


def words(value: str) -> Iterator[tuple[str, int, int]]:
    """The name, start and end of each placeholder in the value of a parameter, which is plain text and no PromQL."""
    for match in _PLACEHOLDER.finditer(value):
        if match.group() != "$$":
            yield match.group()[1:], match.start(), match.end()


def with_service(value: str, service: str) -> str:
    """The value of a parameter with its `$service` filled in, and `$$` as a dollar."""
    known = {"$$": "$", f"${SERVICE}": service}
    return _PLACEHOLDER.sub(lambda match: known.get(match.group(), match.group()), value)


class _Unfit(Struct, frozen=True):
    reason: str


def _placeholders(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end, and the quote around it (empty outside of strings) of each placeholder and `$$`; comments have none."""
    for piece in _PIECE.finditer(text):
        first = piece.group()[0]
        if first == "$":
            yield piece.start(), piece.end(), ""
        elif first != "#":
            for inner in _PLACEHOLDER.finditer(text, piece.start() + 1, piece.end() - 1):
                yield inner.start(), inner.end(), first


def _replacement(name: str, quote: str, values: Mapping[str, str]) -> str | _Unfit:
    if name == "$":
        return "$"
    if name not in values:
        return _Unfit("unknown")
    return _escaped(values[name], quote)


def _escaped(value: str, quote: str) -> str | _Unfit:
    if quote == "`":
        return _Unfit("backtick") if "`" in value else value
    if quote:
        return value.replace("\\", "\\\\").replace(quote, "\\" + quote).replace("\n", "\\n")
    return value if _TOKEN.fullmatch(value) else _Unfit("token")
