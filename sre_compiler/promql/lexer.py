"""Text to tokens. A token is (kind, text, start, end); an operator's or bracket's kind is its own text.

Kinds: name, number, duration, string, placeholder, end, bad, and the operators. `bad` is what cannot be read; it ends the
list, so that a mistake before it is reported first.
"""

from __future__ import annotations

import re

Token = tuple[str, str, int, int]

_SKIPPED = r"(?:[ \t\r\n]++|\#[^\r\n]*+)*"
_STRING = r"""(?P<string>"(?:[^"\\\n]++|\\[^\n])*"|'(?:[^'\\\n]++|\\[^\n])*'|`[^`]*+`)"""
_PLACEHOLDER = r"(?P<placeholder>\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][^}\s]*\}))"
_AMOUNT = (
    r"(?P<duration>(?:[0-9]+(?:ms|[smhdwy]))+(?![A-Za-z0-9_.]))"
    r"|(?P<number>0[xX][0-9A-Za-z_.]*|(?:[0-9]|\.[0-9])(?:[eE][+-]|[0-9A-Za-z_.])*)"
)
_REST = r"(?P<end>\Z)|(?P<bad>(?s:.))"


def _compile(*alternatives: str) -> re.Pattern[str]:
    return re.compile(f"{_SKIPPED}(?:{'|'.join((*alternatives, _REST))})")


# In Prometheus a comment may not follow an opening bracket, a colon is part of a name outside brackets only, and
# between braces there are neither numbers nor operators.
_PLAIN = _compile(
    r"(?P<name>[A-Za-z_:][A-Za-z0-9_:]*)",
    r"(?P<op>[(),{}\]@*%^+-]|[=!<>]=|[<>]/?|/|=|\[(?![ \t\r\n]*\#))",
    _AMOUNT,
    _STRING,
    _PLACEHOLDER,
)
_BRACES = _compile(r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)", r"(?P<op>=~|!~|!=|[=,}])", _STRING, _PLACEHOLDER)
_BRACKETS = _compile(r"(?P<op>[():,*/%^+\]-])", _AMOUNT, r"(?P<name>[A-Za-z_]+)", _PLACEHOLDER)
_MODES = {"{": _BRACES, "[": _BRACKETS, "}": _PLAIN, "]": _PLAIN}


def tokenize(text: str) -> list[Token]:
    """All tokens, the last one of kind end or bad. Never fails; linear in the length of the text."""
    tokens: list[Token] = []
    match, position, kind = _PLAIN.match, 0, ""
    while kind not in ("end", "bad"):
        found = match(text, position)
        kind = found.lastgroup  # type: ignore[union-attr,assignment]  # each pattern matches everywhere
        word = found[kind]  # type: ignore[index]
        position = found.end()  # type: ignore[union-attr]
        if kind == "op":
            kind = word
            if word in _MODES:
                match = _MODES[word].match
        tokens.append((kind, word, position - len(word), position))
    return tokens
