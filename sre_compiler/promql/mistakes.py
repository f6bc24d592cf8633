"""What people get wrong in PromQL, recognised by the tokens around the mistake, and what to type instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sre_compiler.promql.lexer import Token

_SMART_QUOTES = "\u201c\u201d\u2018\u2019\u00ab\u00bb"
_END: Token = ("end", "", 0, 0)
_BARE_VALUE = re.compile(r"[A-Za-z_0-9.]")


def advice(tokens: Sequence[Token], index: int) -> str:
    """One sentence for a known mistake at `tokens[index]`, or nothing."""
    token = tokens[index]
    before = tokens[index - 1] if index else _END
    for recognise in _RECOGNISERS:
        sentence = recognise(token, before, tokens[:index])
        if sentence:
            return sentence
    return ""


def _smart_quote(token: Token, _before: Token, _all: Sequence[Token]) -> str:
    return 'use straight quotes: "…"' if token[0] == "bad" and token[1] in _SMART_QUOTES else ""


def _open_string(token: Token, _before: Token, _all: Sequence[Token]) -> str:
    return "this string is not closed, or holds an escape at its end" if token[:2] in _QUOTES else ""


_QUOTES = {("bad", quote) for quote in "\"'`"}


def _template(token: Token, _before: Token, _all: Sequence[Token]) -> str:
    if token[0] == "bad" and token[1] == "{":
        return "templates are not filled in here; write $window where the range goes"
    return ""


def _placeholder(token: Token, _before: Token, _all: Sequence[Token]) -> str:
    if token[0] != "placeholder":
        return ""
    if token[1].strip("${}").startswith(("__rate_interval", "__interval", "__range")):
        return f"{token[1]} is a variable of Grafana dashboards; write $window or a duration such as 5m"
    if token[1] == "${window}":
        return "write $window, without braces"
    if token[1] == "$window":
        return "$window stands for a range only, as in [$window]"
    return "only declared placeholders are filled in; a dollar itself is written $$"


def _grouping_inside(token: Token, _before: Token, earlier: Sequence[Token]) -> str:
    if token[0] == "name" and token[1].lower() in {"by", "without"} and _unclosed(earlier):
        return f"a parenthesis before {token[1]} is not closed"
    return ""


def _unclosed(earlier: Sequence[Token]) -> bool:
    kinds = [kind for kind, *_ in earlier]
    return kinds.count("(") > kinds.count(")")


def _unfinished(token: Token, _before: Token, earlier: Sequence[Token]) -> str:
    return "a parenthesis is not closed" if token[0] == "end" and _unclosed(earlier) else ""


def _bare_labels(token: Token, before: Token, _all: Sequence[Token]) -> str:
    if token[0] == "name" and before[0] == "name" and before[1].lower() in {"by", "without", "on", "ignoring"}:
        return f"labels stand in parentheses: {before[1]} ({token[1]})"
    return ""


def _percentage(token: Token, before: Token, _all: Sequence[Token]) -> str:
    return "% is the modulo operator; write 5% as 0.05" if before[0] == "%" and token[0] not in {"+", "-"} else ""


def _dotted_name(token: Token, before: Token, _all: Sequence[Token]) -> str:
    if token[:2] == ("bad", ".") and before[0] == "name":
        return f'a name with dots stands in quotes, from Prometheus 3.0 on: {{"{before[1]}.…"}}'
    return ""


def _swapped_operator(token: Token, before: Token, _all: Sequence[Token]) -> str:
    if token[1] == "~":
        return "the regular expression operators are =~ and !~"
    if token[1] == "=" and before[1] in {"=", "!=", "=~"}:
        return "labels are compared with a single ="
    return ""


def _bare_value(token: Token, before: Token, _all: Sequence[Token]) -> str:
    if before[1] in {"=", "!=", "=~", "!~"} and _BARE_VALUE.match(token[1]):
        return f'label values stand in quotes: "{token[1]}"' if token[0] != "string" else ""
    return ""


def _equals(token: Token, _before: Token, _all: Sequence[Token]) -> str:
    return "values are compared with ==" if token[0] == "=" else ""


def _odd_character(token: Token, _before: Token, _all: Sequence[Token]) -> str:
    if token[0] == "bad" and token[1].isspace():
        return "this is not an ordinary space"
    return {"&": "write and", "|": "write or", "!": "write != or unless"}.get(token[1], "") if token[0] == "bad" else ""


_RECOGNISERS: tuple[Callable[[Token, Token, Sequence[Token]], str], ...] = (
    _smart_quote,
    _open_string,
    _placeholder,
    _template,
    _grouping_inside,
    _bare_labels,
    _percentage,
    _dotted_name,
    _swapped_operator,
    _bare_value,
    _equals,
    _odd_character,
    _unfinished,
)
