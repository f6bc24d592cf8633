"""The parts of a condition whose value is known from one series: a constant times a selector, a rate or an increase."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from msgspec import Struct

from sre_compiler.promql.constants import constant, seconds
from sre_compiler.promql.courses import Course
from sre_compiler.promql.inspection import unwrapped
from sre_compiler.promql.nodes import Aggregation, Binary, Call, Expr, Range, Selector, Unary

_AWAY = {">": (1,), "<": (-1,), ">=": (0, 1), "<=": (0, -1), "==": (0,), "!=": (1, -1)}
"""How far from the bound a value lies that holds, the nearest first."""


class Term(Struct, frozen=True):
    """`unit` times the value of a selector's series, or times what its counter grows by from one sample to the next."""

    selector: Selector
    unit: Fraction
    grows: bool


def peeled(expr: Expr) -> tuple[Expr, Fraction, Fraction]:
    """What is left without aggregations and constants: `scale * core + shift` is the value of one series."""
    node, scale, shift = unwrapped(expr), Fraction(1), Fraction()
    while True:
        if isinstance(node, Aggregation):
            node = unwrapped(node.expr)
        elif isinstance(node, Unary) and node.op == "-":
            node, scale = unwrapped(node.expr), -scale
        elif isinstance(node, Binary) and (found := _affine(node)) is not None:
            inner, by, plus = found
            node, scale, shift = unwrapped(inner), scale * by, shift + scale * plus
        else:
            return node, scale, shift


def _affine(node: Binary) -> tuple[Expr, Fraction, Fraction] | None:
    left, right = constant(node.left), constant(node.right)
    inner, number = (node.right, left) if right is None else (node.left, right)
    if number is None or (left is not None and right is not None):
        return None
    match node.op:
        case "*":
            return inner, number, Fraction()
        case "/" if inner is node.left and number:
            return inner, 1 / number, Fraction()
        case "+":
            return inner, Fraction(1), number
        case "-":
            return (inner, Fraction(1), -number) if inner is node.left else (inner, Fraction(-1), number)
        case _:
            return None


def term(core: Expr, step: int) -> Term | None:
    if isinstance(core, Selector):
        return Term(core, Fraction(1), grows=False)
    if isinstance(core, Call) and core.function in {"rate", "increase"}:
        inner = unwrapped(core.args[0])
        length = seconds(inner) if isinstance(inner, Range) else None
        if length is not None and isinstance(inner, Range):
            each = Fraction(1) if core.function == "rate" else length
            return Term(inner.selector, each / step, grows=True)
    return None


def amounts(bound: Fraction, op: str, *, exact: bool) -> Iterator[Fraction]:
    """Values that compare so with the bound; the bound itself only where a server finds it without rounding."""
    for away in _AWAY[op]:
        if away:
            yield Fraction(floor(bound) + 1 if away > 0 else ceil(bound) - 1)
        elif exact or not bound:
            yield bound


def course(term: Term, amount: Fraction) -> Course | None:
    if not term.grows:
        return Course(amount)
    return Course(Fraction(), int(amount)) if amount >= 0 else None


def scaled(expr: Expr, step: int) -> Term | None:
    core, scale, shift = peeled(expr)
    part = term(core, step)
    if part is None or shift or scale <= 0:
        return None
    return Term(part.selector, part.unit * scale, part.grows)
