"""Strings, numbers and durations as Prometheus writes them: text to value, value to text."""

from __future__ import annotations

import re
from functools import lru_cache

_ESCAPE = re.compile(r"\\(?:([abfnrtv\\'\"])|([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(?s:.)?)")
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
_WRITTEN = {character: f"\\{letter}" for letter, character in _SIMPLE.items()} | {'"': '\\"'}
_UNSAFE = re.compile(r"[\\\"\x00-\x1f\x7f-\x9f\ufffd\ud800-\udfff\u2028\u2029]")
_DECIMAL = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_INTEGER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]+")
_SEPARATOR = re.compile(r"(?<=[0-9])_(?=[0-9])")
_HEXADECIMAL_SEPARATOR = re.compile(r"(?<=[0-9a-fx])_(?=[0-9a-f])")
_DURATION = re.compile(
    r"(?=[0-9])(?:([0-9]{1,40})y)?(?:([0-9]{1,40})w)?(?:([0-9]{1,40})d)?(?:([0-9]{1,40})h)?"
    r"(?:([0-9]{1,40})m)?(?:([0-9]{1,40})s)?(?:([0-9]{1,40})ms)?"
)
_UNITS = (365 * 86_400_000, 7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1)
_LONGEST = (1 << 63) // 1_000_000  # Prometheus keeps durations in signed 64-bit nanoseconds
_INTEGER_END = 1 << 63


class LiteralError(ValueError):
    """A string or number that Prometheus would refuse; `offset` counts code points into the literal."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


def unquote(literal: str) -> str:
    """The value of a quoted string, quotes included in `literal`; bytes that are not UTF-8 become lone surrogates.

    Raises `LiteralError` for an escape that Go does not know.
    """
    if "\ufffd" in literal:
        raise LiteralError(
            "this character stands for broken text and is not allowed in a string", literal.index("\ufffd")
        )
    body = literal[1:-1]
    if literal[0] == "`" or "\\" not in body:
        return body
    return _unescape(literal)


def _unescape(literal: str) -> str:
    quote, parts, position = literal[0], [], 1
    for match in _ESCAPE.finditer(literal, 1, len(literal) - 1):
        parts.append(literal[position : match.start()].encode("utf-8", "surrogatepass"))
        parts.append(_escaped(match, quote))
        position = match.end()
    parts.append(literal[position:-1].encode("utf-8", "surrogatepass"))
    return b"".join(parts).decode("utf-8", "surrogateescape")


def _escaped(match: re.Match[str], quote: str) -> bytes:
    """The bytes of one escape: hexadecimal and octal escapes are bytes, u and U are code points."""
    simple, octal, byte, short, long = match.groups()
    if simple is not None:
        if simple in "'\"" and simple != quote:
            raise LiteralError(f"\\{simple} is not an escape between {quote} quotes", match.start())
        return _SIMPLE.get(simple, simple).encode()
    if octal is not None and int(octal, 8) < 256:
        return bytes([int(octal, 8)])
    if byte is not None:
        return bytes([int(byte, 16)])
    point = int(short or long or "-1", 16)
    if 0 <= point < 0xD800 or 0xE000 <= point < 0x110000:
        return chr(point).encode()
    raise LiteralError(f"{match.group()} is not an escape", match.start())


@lru_cache(maxsize=4096)
def quote(value: str) -> str:
    """The canonical literal: double quotes, everything printable as itself."""
    return f'"{_UNSAFE.sub(_escape, value)}"'


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    point = ord(character)
    if character in _WRITTEN:
        return _WRITTEN[character]
    if 0xDC80 <= point <= 0xDCFF:
        return f"\\x{point - 0xDC00:02x}"
    return f"\\x{point:02x}" if point < 0x80 else f"\\u{point:04x}"


@lru_cache(maxsize=4096)
def number(text: str) -> float:
    """The value of a number literal: Go's integers (`0x1F`, `017` is octal, `1_000`), else a decimal.

    Raises `LiteralError` where Go does, also for a number too large for a float.
    """
    plain = text.lower()
    if "_" in plain:
        plain = (_HEXADECIMAL_SEPARATOR if plain.startswith("0x") else _SEPARATOR).sub("", plain)
    if _INTEGER.fullmatch(plain):
        integer = _integer(plain)
        if integer is not None and integer < _INTEGER_END:
            return float(integer)
    if plain in {"inf", "nan"} or _DECIMAL.fullmatch(plain):
        value = float(plain)
        if value != float("inf") or plain == "inf":
            return value
    raise LiteralError("this is not a number")


def _integer(text: str) -> int | None:
    if text.startswith("0x"):
        return int(text, 16)
    if text.startswith("0") and len(text) > 1:
        return int(text, 8) if text.strip("01234567") == "" else None
    return int(text) if len(text) < 20 else None


@lru_cache(maxsize=4096)
def duration(text: str) -> int | None:
    """The milliseconds of `1d12h`, each unit at most once and in order; None where it is no duration.

    Raises `LiteralError` beyond 292 years.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    total = sum(int(count) * unit for count, unit in zip(match.groups("0"), _UNITS, strict=True))
    if total > _LONGEST:
        raise LiteralError("a duration is at most 292 years")
    return total
