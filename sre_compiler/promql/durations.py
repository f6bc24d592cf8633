"""Durations in `[…]` and after `offset`: literals, `$window`, and the arithmetic of Prometheus 3.4 and later."""

from __future__ import annotations

from sre_compiler.promql import literals
from sre_compiler.promql.cursor import Cursor
from sre_compiler.promql.errors import PromQLError
from sre_compiler.promql.lexer import Token
from sre_compiler.promql.nodes import Binary, Call, Expr, Number, Paren, Placeholder, Unary
from sre_compiler.promql.syntax import PRECEDENCE, UNARY_PRECEDENCE

_A_DURATION = "a duration such as 5m"
_LONGEST = (1 << 63) / 1e9
_SIGNS = ("+", "-")
_ARITHMETIC = frozenset({"+", "-", "*", "/", "%", "^"})


def range_duration(cursor: Cursor) -> Expr:
    """What stands between `[` and `]` or `:`, a placeholder included; positive where that can be seen."""
    token = cursor.tokens[cursor.index]
    if token[0] == "placeholder":
        return _placeholder(cursor, token)
    return step_duration(cursor)


def step_duration(cursor: Cursor) -> Expr:
    """A subquery's step; positive where that can be seen."""
    duration = _arithmetic(cursor, 0)
    seconds = _seconds(duration)
    if seconds is not None and seconds <= 0:
        raise PromQLError("expected a duration longer than 0", duration.start, duration.end)
    return duration


def offset_duration(cursor: Cursor) -> Expr:
    """What follows `offset`: a signed literal or function ends it; a parenthesis starts arithmetic."""
    first = cursor.tokens[cursor.index]
    signed = first[0] in _SIGNS
    if first[0] == "+":
        cursor.require(cursor.syntax.duration_arithmetic, "a sign + after offset", "3.4", first)
    inner = cursor.tokens[cursor.index + signed][0]
    if inner in _SIGNS or (inner == "(" and not signed):
        return _arithmetic(cursor, 0)
    cursor.index += signed
    operand = _operand(cursor)
    return Unary(first[1], operand, start=first[2], end=operand.end) if signed else operand


def _placeholder(cursor: Cursor, token: Token) -> Expr:
    if token[1][1:] not in cursor.placeholders:
        raise cursor.unexpected(_A_DURATION)
    cursor.index += 1
    if cursor.tokens[cursor.index][0] not in {"]", ":"}:
        raise cursor.unexpected(f"] or : after {token[1]}, which stands alone")
    return Placeholder(token[1][1:], start=token[2], end=token[3])


def _arithmetic(cursor: Cursor, floor: int) -> Expr:
    left = _signed(cursor)
    while True:
        token = cursor.tokens[cursor.index]
        if token[0] not in _ARITHMETIC or PRECEDENCE[token[0]] < floor:
            return left
        cursor.require(cursor.syntax.duration_arithmetic, "arithmetic with durations", "3.4", token)
        left = _operation(cursor, left, token)


def _operation(cursor: Cursor, left: Expr, token: Token) -> Expr:
    op, level = token[0], PRECEDENCE[token[0]]
    cursor.index += 1
    cursor.deepen()
    right = _arithmetic(cursor, level if op == "^" else level + 1)
    cursor.nesting -= 1
    if op in "/%" and _seconds(right) == 0:
        raise PromQLError("expected a divisor other than 0", right.start, right.end)
    return Binary(op, left, right, result="scalar", start=left.start, end=right.end, op_start=token[2])


def _signed(cursor: Cursor) -> Expr:
    token = cursor.tokens[cursor.index]
    if token[0] not in _SIGNS:
        return _operand(cursor)
    cursor.require(cursor.syntax.duration_arithmetic, "a signed duration", "3.4", token)
    cursor.index += 1
    cursor.deepen()
    expr = _arithmetic(cursor, UNARY_PRECEDENCE + 1)
    cursor.nesting -= 1
    return Unary(token[0], expr, start=token[2], end=expr.end)


def _operand(cursor: Cursor) -> Expr:
    token = cursor.tokens[cursor.index]
    kind = token[0]
    if kind in {"duration", "number"}:
        cursor.index += 1
        return _literal(cursor, token)
    if kind == "(":
        return _paren(cursor, token)
    if kind == "name" and token[1].lower() in cursor.syntax.duration_functions:
        return _call(cursor, token)
    raise cursor.unexpected(_A_DURATION)


def _literal(cursor: Cursor, token: Token) -> Number:
    """A duration, or a number of seconds where the server reads that; refuses what is too long or, before 3.4, zero."""
    kind, text, start, end = token
    number = Number(text, start=start, end=end)
    if kind == "number" and not cursor.syntax.numbers_are_durations:
        raise PromQLError(f"expected a duration with a unit, found {text}", start, end, _with_unit(text))
    seconds = amount(cursor, token)
    if seconds > _LONGEST:
        raise PromQLError("expected a duration of at most 292 years", start, end)
    if kind == "duration" and seconds == 0 and not cursor.syntax.duration_arithmetic:
        raise PromQLError("expected a duration longer than 0", start, end)
    return number


def amount(cursor: Cursor, token: Token) -> float:
    """The value of a number or duration token, in seconds if it has a unit. Raises `PromQLError`."""
    kind, text, start, end = token
    if "_" in text:
        cursor.require(cursor.syntax.numbers_are_durations, "an underscore in a number", "2.54", token)
    try:
        if kind == "number":
            return literals.number(text)
        milliseconds = literals.duration(text)
    except literals.LiteralError as error:
        raise PromQLError(f"{text}: {error}", start, end, _with_unit(text) if kind == "number" else "") from None
    if milliseconds is None:
        raise PromQLError(
            f"expected units in the order y w d h m s ms, each once, found {text}", start, end, "for example 1d12h"
        )
    return milliseconds / 1000


def _with_unit(text: str) -> str:
    if text.isdigit():
        return f"write {text}s for seconds, {text}m for minutes"
    if "." in text and text[-1:] in "smhdwy":
        return "durations are whole numbers with a unit: 1h30m, not 1.5h"
    return "the units are y w d h m s ms" if text[-1:].isalpha() else ""


def _paren(cursor: Cursor, token: Token) -> Paren:
    cursor.require(cursor.syntax.duration_arithmetic, "arithmetic with durations", "3.4", token)
    cursor.index += 1
    cursor.deepen()
    expr = _arithmetic(cursor, 0)
    cursor.nesting -= 1
    return Paren(expr, start=token[2], end=cursor.take(")", "a closing parenthesis")[3])


def _call(cursor: Cursor, token: Token) -> Call:
    name = token[1].lower()
    cursor.index += 1
    cursor.take("(", f"( after {name}")
    args: tuple[Expr, ...] = ()
    if name not in {"step", "range"}:
        cursor.deepen()
        first = _arithmetic(cursor, 0)
        cursor.take(",", f"a second duration in {name}()")
        args = (first, _arithmetic(cursor, 0))
        cursor.nesting -= 1
    return Call(name, args, "scalar", start=token[2], end=cursor.take(")", "a closing parenthesis")[3])


def _seconds(expr: Expr) -> float | None:
    """The value of a literal, signs and parentheses included; None of anything else."""
    sign = 1
    while isinstance(expr, Unary | Paren):
        sign = -sign if isinstance(expr, Unary) and expr.op == "-" else sign
        expr = expr.expr
    return sign * expr.value if isinstance(expr, Number) else None
