"""What a plain scalar means: the core schema of YAML 1.2, with numbers kept exact and as written."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

_WORDS = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER_STARTS = frozenset("+-.0123456789")
# The lengths are bounded because printing 1e99999999 in full would fill the memory.
_DECIMAL = re.compile(r"[-+]?(?:[0-9]{1,64}(?:\.[0-9]{0,64})?|\.[0-9]{1,64})(?:[eE][-+]?[0-9]{1,3})?")
_POWER_OF_TWO = re.compile(r"0o[0-7]{1,64}|0x[0-9a-fA-F]{1,64}")


class Number(Struct, frozen=True):
    """A plain scalar that YAML 1.2 reads as a finite int or float: as written, and its exact value.

    At most 64 digits on each side of the point and an exponent of at most 3 digits; anything longer stays text.
    """

    raw: str
    value: Decimal


Data: TypeAlias = "dict[str, Data] | list[Data] | str | bool | Number | None"


def plain_value(text: str) -> str | bool | Number | None:
    """The value of a scalar without quotes: null, a boolean, a number, else the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _DECIMAL.fullmatch(text):
        return Number(text, Decimal(text))
    if _POWER_OF_TWO.fullmatch(text):
        return Number(text, Decimal(int(text, 0)))
    return text
