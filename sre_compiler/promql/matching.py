"""Lists of labels: `by`, `without`, and how the two sides of an operator find each other."""

from __future__ import annotations

import re
from typing import Literal

from sre_compiler.promql.cursor import Cursor
from sre_compiler.promql.durations import amount
from sre_compiler.promql.errors import PromQLError
from sre_compiler.promql.nodes import Expr, Grouping, Label, Matching, Number, Unary
from sre_compiler.promql.syntax import NEVER_LABELS
from sre_compiler.promql.vectors import string_value

_LEGACY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def grouping(cursor: Cursor) -> Grouping | None:
    """`by (…)` or `without (…)` if it stands at the cursor."""
    word = cursor.word()
    if word not in {"by", "without"}:
        return None
    start = cursor.tokens[cursor.index][2]
    cursor.index += 1
    labels = _labels(cursor, word)
    return Grouping(word == "without", labels, start=start, end=cursor.tokens[cursor.index - 1][3])


def _labels(cursor: Cursor, after: str) -> tuple[Label, ...]:
    """Labels in parentheses; a comma may follow the last one."""
    cursor.take("(", f"( after {after}")
    found = []
    while cursor.tokens[cursor.index][0] != ")":
        found.append(_label(cursor, after))
        if cursor.tokens[cursor.index][0] != ",":
            break
        cursor.index += 1
    cursor.take(")", f"a comma or a closing parenthesis after the labels of {after}")
    return tuple(found)


def _label(cursor: Cursor, after: str) -> Label:
    token = cursor.tokens[cursor.index]
    kind, name, start, end = token
    if kind == "string":
        cursor.require(cursor.syntax.utf8_groupings, "a quoted label", "3.0", token)
        name = string_value(token)
    elif kind != "name" or name.lower() in NEVER_LABELS:
        raise cursor.unexpected(f"a label name in {after} (…)")
    if not _is_label(name, utf8=cursor.syntax.utf8_groupings):
        raise PromQLError(f"expected a label name, found {token[1]}", start, end)
    cursor.index += 1
    return Label(name, start=start, end=end)


def _is_label(name: str, *, utf8: bool) -> bool:
    if utf8:
        return name != "" and not any("\ud800" <= character <= "\udfff" for character in name)
    return _LEGACY.fullmatch(name) is not None


def matching(cursor: Cursor) -> Matching | None:
    """What stands between an operator and its right side, `bool` apart."""
    kind: Literal["on", "ignoring"] | None = None
    labels: tuple[Label, ...] = ()
    group: Literal["group_left", "group_right"] | None = None
    include: tuple[Label, ...] = ()
    word = cursor.word()
    if word in {"on", "ignoring"}:
        kind = "on" if word == "on" else "ignoring"
        cursor.index += 1
        labels = _labels(cursor, word)
        word = cursor.word()
        if word in {"group_left", "group_right"}:
            group = "group_left" if word == "group_left" else "group_right"
            cursor.index += 1
            include = _labels(cursor, word) if cursor.tokens[cursor.index][0] == "(" else ()
    left, right = _fills(cursor)
    if kind is None and left is None and right is None:
        return None
    return Matching(kind, labels, group, include, left, right)


def _fills(cursor: Cursor) -> tuple[Expr | None, Expr | None]:
    """`fill(v)`, or `fill_left(v)` and `fill_right(v)` in either order."""
    sides: dict[str, Expr] = {}
    while cursor.syntax.fill and (word := _fill_word(cursor)) and not (sides and (word == "fill" or "fill" in sides)):
        if word in sides:
            break
        cursor.index += 2
        sides[word] = _fill_value(cursor)
        cursor.take(")", f"a closing parenthesis after {word}(…")
    both = sides.get("fill")
    return sides.get("fill_left", both), sides.get("fill_right", both)


def _fill_word(cursor: Cursor) -> str:
    word = cursor.word()
    if word in {"fill", "fill_left", "fill_right"} and cursor.tokens[cursor.index + 1][0] == "(":
        return word
    return ""


def _fill_value(cursor: Cursor) -> Expr:
    first = cursor.tokens[cursor.index]
    cursor.index += first[0] in {"+", "-"}
    token = cursor.tokens[cursor.index]
    word = token[1].lower()
    if token[0] not in {"number", "duration"} and word not in {"inf", "nan"}:
        raise cursor.unexpected("a number")
    if token[0] != "name":
        amount(cursor, token)
    cursor.index += 1
    text = {"inf": "Inf", "nan": "NaN"}.get(word, token[1])
    number = Number(text, start=token[2], end=token[3])
    return Unary(first[0], number, start=first[2], end=token[3]) if first is not token else number
