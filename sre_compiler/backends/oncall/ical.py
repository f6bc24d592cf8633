"""iCalendar text as of RFC 5545: lines that are folded, texts that are escaped, and nothing of the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OCTETS = 75


def lines(found: Iterable[str]) -> str:
    """Content lines as a file."""
    return "".join(f"{part}\r\n" for line in found for part in _folded(line))


def text(value: str) -> str:
    r"""A TEXT: `\`, `;` and `,` escaped, line breaks as `\n`; what nobody would see is left out."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    parts = escaped.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\n".join("".join(filter(str.isprintable, part)) for part in parts)


def utc(instant: int) -> str:
    """`20260330T070000Z`."""
    return (_EPOCH + timedelta(seconds=instant)).isoformat()[:19].replace("-", "").replace(":", "") + "Z"


def _folded(line: str) -> Iterator[str]:
    """The parts of a line of at most 75 octets, each but the first after a space; no character is cut."""
    part, room = "", _OCTETS
    for character in line:
        size = len(character.encode())
        if size > room:
            yield part
            part, room = " ", _OCTETS - 1
        part += character
        room -= size
    yield part
