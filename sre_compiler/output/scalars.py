"""One value as text: plain or quoted for YAML, quoted for JSON, numbers exact."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring

from msgspec import Struct

from sre_compiler.units import decimal_text

_DURATION = r"(?:[0-9]+(?:ms|[smhdwy]))+"
_WORDS = r"(?!(?i:y|n|yes|no|on|off|true|false|null)\Z)[A-Za-z_/(][!-9;-~]*+(?:(?::| (?!#))[!-9;-~]++)*"
_PLAIN = re.compile(f"{_WORDS}|{_DURATION}")
"""What YAML 1.1 and 1.2 both read as the same string without quotes, in block context."""
_UNSEEN = "\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff"
"""Characters that nobody sees in an editor; YAML takes some of them for line breaks and refuses others."""
_ESCAPED = re.compile(f"[{_UNSEEN}]")
_NOT_IN_LITERAL = re.compile(f"[\x00-\x09\x0b-\x1f{_UNSEEN}]")
_LINE_START = re.compile(r"\n(?!\n|\Z)")


class Verbatim(Struct, frozen=True):
    """A scalar of somebody else's YAML, on one line and without quotes there, whose meaning is that of its reader."""

    text: str


class EncodeError(ValueError):
    """A text that no file can hold: half of a surrogate pair."""


def scalar(text: str) -> str:
    """The text on one line: plain where every reader agrees that it is a string, else in double quotes."""
    return text if _PLAIN.fullmatch(text) else quoted(text)


yaml_scalar = lru_cache(maxsize=8192)(scalar)
"""The same for texts that stand in many places."""


def yaml_literal(text: str, pad: str) -> str | None:
    """The text as a `|` block below a line indented by `pad`, without its last line break; None where it would not be
    read back the same.
    """
    if text[0] in " \n" or text[-1] == " " or " \n" in text or not _seen(text):
        return None
    if text[-1] != "\n" and "\n\n" not in text:
        return f"|-\n{pad}  " + text.replace("\n", f"\n{pad}  ")
    chomping = "-" if text[-1] != "\n" else "+" if text[-2:] == "\n\n" else ""
    return f"|{chomping}\n{pad}  " + _LINE_START.sub(f"\n{pad}  ", text.removesuffix("\n"))


def quoted(text: str) -> str:
    """The text in double quotes, with escapes that JSON and YAML share. Raises `EncodeError`."""
    written: str = encode_basestring(text)
    if written.isascii() and "\x7f" not in written:
        return written
    _refuse_surrogates(text)
    return _ESCAPED.sub(_escape, written)


def seen(json: str) -> str:
    """JSON with escapes in the place of what nobody would see in it."""
    return json if json.isascii() and "\x7f" not in json else _ESCAPED.sub(_escape, json)


def atom(value: object) -> str:
    """null, a boolean or an exact number, alike in JSON and YAML. Raises TypeError; floats are refused as inexact."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite():
        return decimal_text(value)
    raise TypeError(f"cannot be written exactly: {value!r}")


def _seen(text: str) -> bool:
    """Whether every character can stand in a `|` block as it is."""
    if text.isascii():
        return text.replace("\n", "").isprintable()
    _refuse_surrogates(text)
    return not _NOT_IN_LITERAL.search(text)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def _refuse_surrogates(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise EncodeError(f"character {error.start} is half of a surrogate pair") from None
