"""Text of unknown origin → text that is safe on a terminal, and its width there."""

from __future__ import annotations

from unicodedata import category, east_asian_width

from msgspec import Struct

_TAB = "    "
_CUT = "…"
_LONGEST = 1_000
"""Characters of a message: nobody reads more, and a name of a megabyte would push all else off the screen."""


def shown(text: str) -> str:
    r"""The text with tabs as four spaces and everything invisible as an escape such as `\x1b` or `\u202e`."""
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def said(text: str) -> str:
    """What a finding says, as `shown`; what is very long ends in `…`."""
    return shown(text if len(text) <= _LONGEST else text[:_LONGEST] + _CUT)


def _shown(character: str) -> str:
    if character == "\t":
        return _TAB
    if character.isprintable() or category(character) == "Zs":
        return character
    if character == "\n":
        return "\\n"
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def cells(text: str) -> int:
    """The terminal columns that `shown(text)` takes: two for a wide character, none for a combining one."""
    text = shown(text)
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if east_asian_width(character) in "WF":
        return 2
    return 0 if category(character) in {"Mn", "Me"} else 1


class Quote(Struct, frozen=True):
    """The characters [start, end) of a source line, as much as fits; `…` stands where the line goes on."""

    line: str
    start: int
    end: int

    def __str__(self) -> str:
        left = _CUT if self.start else ""
        right = _CUT if self.end < len(self.line) else ""
        return f"{left}{shown(self.line[self.start : self.end])}{right}"

    def holds(self, index: int) -> bool:
        """Whether the character at `index` is quoted; what is after the end of the line stands at its end."""
        return self.start <= index and (index < self.end or self.end == len(self.line))

    def column(self, index: int) -> int:
        """The column of the character at `index` in this quote's text, or of the nearest that is quoted."""
        index = min(max(index, self.start), self.end)
        return bool(self.start) + cells(self.line[self.start : index])


def quote(line: str, focus: tuple[int, int], room: int) -> Quote:
    """Cut a line to `room` columns around the characters [start, end) of `focus`, of which the start is always seen."""
    if len(line) <= room and cells(line) <= room:
        return Quote(line, 0, len(line))
    low = high = min(focus[0], len(line))
    room = max(room - 2 * len(_CUT), 1)
    high, room = _grow(line, high, min(focus[1], high + room), room)
    before = _grow_left(line, low, room // 2)
    high, room = _grow(line, high, high + room, room - cells(line[before:low]))
    return Quote(line, _grow_left(line, before, room), high)


def _grow(line: str, at: int, end: int, room: int) -> tuple[int, int]:
    """Go right from `at`, at most to `end`, while there is room; where that ends, and the room that is left."""
    while at < min(end, len(line)) and cells(line[at]) <= room:
        room -= cells(line[at])
        at += 1
    return at, room


def _grow_left(line: str, at: int, room: int) -> int:
    start = max(at - room, 0)
    while at > start and cells(line[at - 1]) <= room:
        room -= cells(line[at - 1])
        at -= 1
    return at
