"""Templates of alerts as a server renders them, as far as that is certain beforehand: labels, values, and how these are printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from sre_compiler.backends.proofs import numbers

_ACTION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_TRIMMED = re.compile(r"\s*(\{\{)-(?=\s)|(?<=\s)-(\}\})\s*")
_LABEL = re.compile(r"(?:\$labels|\.Labels)\.([a-zA-Z]\w*)")
_VALUE = frozenset({"$value", ".Value"})
_FORMAT = re.compile(r'printf\s+"%(\.\d+)?([fgse])"(?:\s+(\S+))?')
_TEXT = re.compile(r'"([^"\\]*)"|`([^`]*)`')
_HAIR = Fraction(1, 10**9)
_MOST = 10**15
"""Beyond it `humanizeDuration` overflows."""


class Seen(Struct, frozen=True):
    """What a template sees: labels, and a value that a server may hold with another rounding if it is not `exact`."""

    labels: Mapping[str, str]
    value: Fraction
    exact: bool


class UncertainError(Exception):
    """What a server makes of an action; it is the text of the exception."""


def rendered(text: str, seen: Seen) -> str:
    """The text. Raises UncertainError."""
    if "{{" not in text:
        return text
    trimmed = _TRIMMED.sub(lambda found: found[1] or found[2], text)
    return _ACTION.sub(lambda found: _made(found[1].strip(), found[0], seen), trimmed)


def _made(inside: str, action: str, seen: Seen) -> str:
    literal = _TEXT.fullmatch(inside)
    if literal is not None:
        return literal[1] if literal[1] is not None else literal[2]
    subject, _, function = (one.strip() for one in inside.partition("|"))
    if not function and (parts := inside.split()) and len(parts) == 2 and parts[0] in numbers.PRINTED:
        function, subject = parts
    if (format_ := _FORMAT.fullmatch(function or subject)) is not None:
        return _formatted(format_, format_[3] or subject if function else format_[3], action, seen)
    label = _LABEL.fullmatch(subject)
    if label is not None and not function:
        return seen.labels.get(label[1], "")
    if subject in _VALUE and not function and seen.exact:
        return numbers.plain(float(seen.value))
    if subject in _VALUE and function in numbers.PRINTED and abs(seen.value) < _MOST:
        return _agreed({numbers.PRINTED[function](one) for one in _around(seen)}, action)
    raise UncertainError(action)


def _formatted(found: re.Match[str], subject: str | None, action: str, seen: Seen) -> str:
    digits, kind = found[1] or "", found[2]
    label = _LABEL.fullmatch(subject or "")
    if label is not None and kind == "s" and not digits:
        return seen.labels.get(label[1], "")
    if subject not in _VALUE or kind == "s" or (kind == "g" and not digits):
        raise UncertainError(action)
    return _agreed({f"%{digits}{kind}" % one for one in _around(seen)}, action)


def _around(seen: Seen) -> tuple[float, ...]:
    """What servers may hold."""
    if seen.exact:
        return (float(seen.value),)
    return tuple(float(seen.value * (1 + away)) for away in (-_HAIR, 0, _HAIR))


def _agreed(texts: set[str], action: str) -> str:
    if len(texts) > 1:
        raise UncertainError(action)
    return texts.pop()
