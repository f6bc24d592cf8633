"""Expressions: operators, calls, aggregations. Left chains cost no recursion; length, nesting and height are bounded."""

from __future__ import annotations

from sre_compiler.promql.cursor import MAX_HEIGHT, MAX_LENGTH, Cursor
from sre_compiler.promql.durations import amount
from sre_compiler.promql.errors import PromQLError
from sre_compiler.promql.functions import ALL_FUNCTIONS, Function, functions_of
from sre_compiler.promql.lexer import Token
from sre_compiler.promql.matching import grouping, matching
from sre_compiler.promql.nodes import Aggregation, Binary, Call, Expr, Matching, Number, Paren, String, Unary
from sre_compiler.promql.syntax import (
    KEYWORDS,
    LATEST,
    NEVER_METRICS,
    PARAMETER_AGGREGATIONS,
    PRECEDENCE,
    UNARY_PRECEDENCE,
    Version,
    syntax_of,
)
from sre_compiler.promql.typecheck import check
from sre_compiler.promql.vectors import modified, selector, string_value

_AN_EXPRESSION = "an expression"
_Pending = tuple[int, Token, "Expr | None", bool, "Matching | None"]


def parse(text: str, version: Version = LATEST, placeholders: frozenset[str] = frozenset()) -> Expr:
    """The tree of an expression as Prometheus `version` reads it, types and arity checked.

    `placeholders` are the names that may stand as `$name` in place of a range. Experimental syntax and functions of that
    version are accepted; `experimental_uses` lists them. Raises `PromQLError`.
    """
    if len(text) > MAX_LENGTH:
        raise PromQLError(f"the expression is longer than {MAX_LENGTH} characters", MAX_LENGTH, len(text))
    cursor = Cursor(text, syntax_of(version), placeholders)
    expr = _expression(cursor)
    if cursor.tokens[cursor.index][0] != "end":
        raise cursor.unexpected("an operator or the end of the expression")
    if len(cursor.tokens) > MAX_HEIGHT:
        _bound(expr)
    check(expr, modern_regexes=cursor.syntax.modern_regexes)
    return expr


def _bound(expr: Expr) -> None:
    """Refuse a tree that is too high to be walked by recursion."""
    waiting = [(expr, 1)]
    while waiting:
        node, height = waiting.pop()
        if height > MAX_HEIGHT:
            raise PromQLError(
                f"the expression has more than {MAX_HEIGHT} operators in a row",
                node.start,
                node.end,
                "record a part of it under a name of its own",
            )
        waiting.extend((child, height + 1) for child in node.children)


def _expression(cursor: Cursor) -> Expr:
    """Operator precedence with an explicit stack: what waits for its right side is `pending`."""
    pending: list[_Pending] = []
    while True:
        _signs(cursor, pending)
        expr = _operand(cursor)
        op, token = _operator(cursor)
        level = PRECEDENCE.get(op, 0)
        while pending and (pending[-1][0] > level or (pending[-1][0] == level and op != "^")):
            expr = _combined(cursor, pending.pop(), expr)
        if not level:
            return expr
        cursor.index += 1
        returns_bool = cursor.word() == "bool"
        cursor.index += returns_bool
        cursor.deepen()
        pending.append((level, token, expr, returns_bool, matching(cursor)))


def _signs(cursor: Cursor, pending: list[_Pending]) -> None:
    while (token := cursor.tokens[cursor.index])[0] in {"+", "-"}:
        cursor.index += 1
        cursor.deepen()
        pending.append((UNARY_PRECEDENCE, token, None, False, None))


def _operator(cursor: Cursor) -> tuple[str, Token]:
    """The binary operator at the cursor in lower case, or nothing."""
    token = cursor.tokens[cursor.index]
    op = token[1].lower() if token[0] == "name" else token[0]
    if op in {"</", ">/"} and not cursor.syntax.trim:
        raise cursor.unexpected(_AN_EXPRESSION)
    return (op if op in PRECEDENCE else ""), token


def _combined(cursor: Cursor, waiting: _Pending, right: Expr) -> Expr:
    """The operation that waited for `right`."""
    _, token, left, returns_bool, how = waiting
    cursor.nesting -= 1
    if left is None:
        return Unary(token[0], right, start=token[2], end=right.end)
    both_scalar = left.type == "scalar" == right.type
    return Binary(
        token[1].lower(),
        left,
        right,
        returns_bool,
        how,
        "scalar" if both_scalar else "vector",
        start=left.start,
        end=right.end,
        op_start=token[2],
    )


def _operand(cursor: Cursor) -> Expr:
    return modified(cursor, _primary(cursor))


def _primary(cursor: Cursor) -> Expr:
    token = cursor.tokens[cursor.index]
    kind = token[0]
    if kind == "name":
        return _named(cursor, token)
    if kind == "{":
        return selector(cursor)
    if kind == "(":
        return _paren(cursor, token)
    if kind in {"number", "duration"}:
        return _number(cursor, token)
    if kind == "string":
        cursor.index += 1
        return String(string_value(token), start=token[2], end=token[3])
    raise cursor.unexpected(_AN_EXPRESSION)


def _named(cursor: Cursor, token: Token) -> Expr:
    """An aggregation, a call, a special number or a metric: the next token decides, for most keywords are also names."""
    following = cursor.tokens[cursor.index + 1]
    word = token[1].lower()
    if word in cursor.syntax.aggregations and (following[0] == "(" or following[1].lower() in {"by", "without"}):
        return _aggregation(cursor, token, word)
    if following[0] == "(" and (word not in KEYWORDS or word in cursor.syntax.keyword_calls):
        return _call(cursor, token)
    if word in {"inf", "nan"}:
        cursor.index += 1
        return Number("Inf" if word == "inf" else "NaN", start=token[2], end=token[3])
    if word in NEVER_METRICS:
        raise cursor.unexpected(_AN_EXPRESSION)
    return selector(cursor)


def _number(cursor: Cursor, token: Token) -> Number:
    if token[0] == "duration":
        what = "a duration as a number"
        cursor.require(cursor.syntax.numbers_are_durations, what, "2.54", token)
    value = amount(cursor, token)
    if token[0] == "duration" and value == 0 and not cursor.syntax.duration_arithmetic:
        raise PromQLError("expected a duration longer than 0", token[2], token[3])
    cursor.index += 1
    return Number(token[1], start=token[2], end=token[3])


def _paren(cursor: Cursor, token: Token) -> Paren:
    cursor.index += 1
    cursor.deepen()
    expr = _expression(cursor)
    cursor.nesting -= 1
    return Paren(expr, start=token[2], end=cursor.take(")", "an operator or a closing parenthesis")[3])


def _arguments(cursor: Cursor, what: str) -> tuple[tuple[Expr, ...], int]:
    """The arguments in parentheses and where the closing one ends."""
    cursor.take("(", f"( after {what}")
    if cursor.tokens[cursor.index][0] == ")":
        cursor.index += 1
        return (), cursor.tokens[cursor.index - 1][3]
    cursor.deepen()
    args = [_expression(cursor)]
    while cursor.tokens[cursor.index][0] == ",":
        cursor.index += 1
        args.append(_expression(cursor))
    cursor.nesting -= 1
    return tuple(args), cursor.take(")", "an operator, a comma or a closing parenthesis")[3]


def _call(cursor: Cursor, token: Token) -> Call:
    name = token[1]
    function = functions_of(cursor.syntax.version).get(name)
    if function is None:
        raise _unknown_function(cursor.syntax.version, token)
    cursor.index += 1
    args, end = _arguments(cursor, name)
    _require_count(function, len(args), token, end)
    return Call(name, args, function.result, start=token[2], end=end)


def _unknown_function(version: Version, token: Token) -> PromQLError:
    """Says so too where another version has it."""
    from difflib import get_close_matches  # slow to import, and needed for this error only

    known, name = functions_of(version), token[1]
    close = get_close_matches(name.lower(), known, 1)
    help_text = f"did you mean {close[0]}?" if close else ""
    if name.lower() in PARAMETER_AGGREGATIONS:
        help_text = "it exists from Prometheus 2.54 on"
    elsewhere = ALL_FUNCTIONS.get(name)
    if elsewhere is not None:
        gone = elsewhere.until <= version
        release = ".".join(map(str, elsewhere.until if gone else elsewhere.since))
        help_text = f"it was removed in Prometheus {release}" if gone else f"it exists from Prometheus {release} on"
    return PromQLError(f"there is no function {name}", token[2], token[3], help_text)


def _require_count(function: Function, given: int, token: Token, end: int) -> None:
    fewest, most = function.fewest, function.most
    if given < fewest or (most is not None and given > most):
        bound = str(fewest) if fewest == most else f"at least {fewest}" if given < fewest else f"at most {most}"
        noun = "argument" if bound.endswith("1") else "arguments"
        raise PromQLError(f"{function.name}() takes {bound} {noun}, found {given}", token[2], end)


def _aggregation(cursor: Cursor, token: Token, op: str) -> Aggregation:
    cursor.index += 1
    by = grouping(cursor)
    args, end = _arguments(cursor, op)
    if by is None:
        by = grouping(cursor)
        end = end if by is None else by.end
    wanted = 2 if op in PARAMETER_AGGREGATIONS else 1
    if len(args) != wanted:
        raise PromQLError(f"{op}() takes {wanted} argument{'s' * (wanted > 1)}, found {len(args)}", token[2], end)
    return Aggregation(op, args[-1], args[0] if wanted == 2 else None, by, start=token[2], end=end)
