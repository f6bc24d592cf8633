"""Selectors: names, matchers between braces, and what may follow them: ranges, `offset`, `@`, `smoothed`."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from sre_compiler.promql import literals
from sre_compiler.promql.cursor import Cursor
from sre_compiler.promql.durations import amount, offset_duration, range_duration, step_duration
from sre_compiler.promql.errors import PromQLError
from sre_compiler.promql.lexer import Token
from sre_compiler.promql.nodes import At, Expr, Matcher, Number, Range, Selector, Subquery

_OPERATORS = frozenset({"=", "!=", "=~", "!~"})
_LATEST = 2.0**63


def selector(cursor: Cursor) -> Selector:
    """`name`, `name{…}` or `{…}` at the cursor."""
    kind, word, start, end = cursor.tokens[cursor.index]
    name = word if kind == "name" else None
    cursor.index += name is not None
    matchers: tuple[Matcher, ...] = ()
    if cursor.tokens[cursor.index][0] == "{":
        cursor.index += 1
        matchers = _matchers(cursor)
        end = cursor.tokens[cursor.index - 1][3]
    return Selector(name, matchers, start=start, end=end)


def _matchers(cursor: Cursor) -> tuple[Matcher, ...]:
    """All matchers and the closing brace; a comma may follow the last one."""
    found = []
    while cursor.tokens[cursor.index][0] != "}":
        found.append(_matcher(cursor))
        if cursor.tokens[cursor.index][0] != ",":
            break
        cursor.index += 1
    cursor.take("}", "a comma or a closing brace" if found else "a label name or a closing brace")
    return tuple(found)


def _matcher(cursor: Cursor) -> Matcher:
    name = cursor.tokens[cursor.index]
    if name[0] not in {"name", "string"}:
        raise cursor.unexpected("a label name")
    cursor.index += 1
    op = cursor.tokens[cursor.index]
    label = name[1]
    if name[0] == "string":
        cursor.require(cursor.syntax.quoted_names, "a quoted name", "2.51", name)
        label = string_value(name)
        if op[0] in {",", "}"}:
            return Matcher("__name__", "=", label, start=name[2], end=name[3], value_start=name[2])
    if op[0] not in _OPERATORS:
        raise cursor.unexpected(f"=, !=, =~ or !~ after the label {label}")
    cursor.index += 1
    value = cursor.take("string", "a label value in quotes")
    return Matcher(label, op[0], string_value(value), start=name[2], end=value[3], value_start=value[2])


def string_value(token: Token) -> str:
    """The value of a string token. Raises `PromQLError` at the escape that cannot be read."""
    try:
        return literals.unquote(token[1])
    except literals.LiteralError as error:
        start = token[2] + error.offset
        help_text = "a backslash itself is written \\\\; between ` quotes nothing is escaped"
        raise PromQLError(str(error), start, min(start + 2, token[3]), help_text) from None


def modified(cursor: Cursor, expr: Expr) -> Expr:
    """The expression with every range, subquery and modifier that follows it."""
    plain = expr
    while True:
        kind, word, start, end = cursor.tokens[cursor.index]
        if kind == "[":
            expr = plain = _bracketed(cursor, expr, plain)
        elif kind == "@":
            expr = _at(cursor, expr)
        elif kind == "name" and word.lower() == "offset":
            expr = _offset(cursor, expr)
        elif kind == "name" and word.lower() in cursor.syntax.extensions:
            expr = _extended(cursor, expr, (kind, word, start, end))
        else:
            return expr


def _bracketed(cursor: Cursor, expr: Expr, plain: Expr) -> Expr:
    """`expr[…]`; `plain` is the expression before its modifiers."""
    opening = cursor.tokens[cursor.index]
    cursor.index += 1
    duration = range_duration(cursor)
    token = cursor.tokens[cursor.index]
    if token[0] == ":":
        return _subquery(cursor, expr, duration)
    if token[0] != "]":
        raise cursor.unexpected("] or :")
    cursor.index += 1
    if not isinstance(expr, Selector) or not isinstance(plain, Selector):
        raise PromQLError(
            "expected a selector before the range",
            opening[2],
            token[3],
            f"write the range on the selector inside, or a subquery: [{cursor.text[opening[2] + 1 : token[2]].strip()}:]",
        )
    _refuse_early_modifier(cursor, expr, opening)
    return Range(plain, duration, expr.at, None, expr.extension, start=expr.start, end=token[3])


def _refuse_early_modifier(cursor: Cursor, expr: Selector, opening: Token) -> None:
    """Modifiers follow the range; versions before 3.15 read `x @ start() [5m]` and a zero offset all the same."""
    early_at = expr.at is not None and not (cursor.syntax.range_after_at_start and expr.at.text.endswith(")"))
    if early_at or (expr.offset is not None and not _is_zero(expr.offset)):
        message = "expected the range before " + ("@" if early_at else "offset")
        raise PromQLError(message, opening[2], opening[3], "write x[5m] offset 1h")


def _subquery(cursor: Cursor, expr: Expr, duration: Expr) -> Subquery:
    cursor.index += 1
    step = None if cursor.tokens[cursor.index][0] == "]" else step_duration(cursor)
    closing = cursor.take("]", "a step or ]" if step is None else "]")
    return Subquery(expr, duration, step, start=expr.start, end=closing[3])


def _offset(cursor: Cursor, expr: Expr) -> Expr:
    keyword = cursor.tokens[cursor.index]
    cursor.index += 1
    offset = offset_duration(cursor)
    target = _modifiable(expr, keyword)
    if target.offset is not None and not _is_zero(target.offset):
        raise PromQLError("expected one offset at most", keyword[2], offset.end)
    return replace(target, offset=offset, end=offset.end)


def _is_zero(offset: Expr) -> bool:
    return isinstance(offset, Number) and offset.value == 0


def _at(cursor: Cursor, expr: Expr) -> Expr:
    sign = cursor.tokens[cursor.index]
    cursor.index += 1
    at = _timestamp(cursor, sign)
    target = _modifiable(expr, sign)
    if target.at is not None:
        raise PromQLError("expected one @ at most", at.start, at.end)
    return replace(target, at=at, end=at.end)


def _timestamp(cursor: Cursor, sign: Token) -> At:
    word = cursor.word()
    first = cursor.tokens[cursor.index]
    if word in {"start", "end"}:
        cursor.index += 1
        cursor.take("(", f"( after {word}")
        return At(f"{word}()", start=sign[2], end=cursor.take(")", f"a closing parenthesis: {word}()")[3])
    cursor.index += first[0] in {"+", "-"}
    token = cursor.tokens[cursor.index]
    is_duration = token[0] == "duration" and cursor.syntax.numbers_are_durations
    if token[0] != "number" and not is_duration:
        raise cursor.unexpected("a Unix timestamp in seconds, start() or end()")
    cursor.index += 1
    if amount(cursor, token) >= _LATEST:
        raise PromQLError("expected a timestamp within 64 bits", token[2], token[3])
    return At(("-" if first[0] == "-" else "") + token[1], start=sign[2], end=token[3])


def _modifiable(expr: Expr, modifier: Token) -> Selector | Range | Subquery:
    if isinstance(expr, Selector | Range | Subquery):
        return expr
    raise PromQLError(
        f"expected a selector, range or subquery before {modifier[1]}",
        modifier[2],
        modifier[3],
        f"write {modifier[1]} directly after the selector, inside the parentheses",
    )


def _extended(cursor: Cursor, expr: Expr, token: Token) -> Expr:
    word: Literal["smoothed", "anchored"] = "smoothed" if token[1].lower() == "smoothed" else "anchored"
    if not isinstance(expr, Selector | Range):
        raise PromQLError(f"expected a selector or range before {word}", token[2], token[3])
    if expr.extension not in {None, word}:
        raise PromQLError("expected either smoothed or anchored", token[2], token[3])
    cursor.index += 1
    return replace(expr, extension=word, end=token[3])
