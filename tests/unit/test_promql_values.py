"""Between which numbers the result of an expression lies: never narrower than what can happen."""

from __future__ import annotations

import operator
from collections.abc import Callable
from math import inf
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sre_compiler import promql
from sre_compiler.promql.bounds import Bounds, always, never
from sre_compiler.promql.values import value_flow

Held = tuple[float, Bounds]
DISTANCES = st.sampled_from([0.0, 0.5, 1.0, 2.5, inf])


@st.composite
def held(draw: st.DrawFn) -> tuple[float, Bounds]:
    """A number, and bounds that it lies in."""
    value = draw(st.sampled_from([-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0]))
    below, above = draw(DISTANCES), draw(DISTANCES)
    return value, Bounds(
        value - below, value + above, below > 0 and draw(st.booleans()), above > 0 and draw(st.booleans())
    )


ARITHMETIC = [operator.add, operator.sub, operator.mul, operator.truediv]
COMPARING = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def bounds(text: str) -> Bounds:
    tree = promql.parse(text)
    return value_flow(tree)[id(tree)]


@given(held(), held(), st.sampled_from(ARITHMETIC))
def test_arithmetic_loses_no_value(one: Held, other: Held, calculate: Callable[[Any, Any], Any]) -> None:
    assume(calculate is not operator.truediv or other[0])
    assert calculate(one[1], other[1]).has(calculate(one[0], other[0]))


@given(held(), held(), st.sampled_from(sorted(COMPARING)))
def test_what_never_or_always_holds_does(one: Held, other: Held, op: str) -> None:
    holds = COMPARING[op](one[0], other[0])
    assert not (never(one[1], op, other[1]) and holds)
    assert not (always(one[1], op, other[1]) and not holds)


@given(held(), held())
def test_both_and_either(one: Held, other: Held) -> None:
    value, bounds = one
    assert bounds.within(other[1]).has(value) == other[1].has(value)
    assert bounds.either(other[1]).has(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", Bounds()),
        ("-up", Bounds(-1, 0)),
        ("5 * (1 - up)", Bounds(0, 5)),
        ("sum(up)", Bounds(0)),
        ("sum(-up)", Bounds(high=0)),
        ("sum(a)", Bounds()),
        ("sum(sgn(a))", Bounds()),
        ("count(a)", Bounds(1)),
        ("max(up or vector(3))", Bounds(0, 3)),
        ("a > 5", Bounds(5, low_open=True)),
        ("5 >= a", Bounds(high=5)),
        ("a > bool 5", Bounds(0, 1)),
        ("up and on () a > 5", Bounds(0, 1)),
        ("rate(a[5m]) / rate(b[5m])", Bounds(0)),
        ("a / b", Bounds()),
        ("up / 4", Bounds(0, 0.25)),
        ("up % 4", Bounds()),
        ("clamp(a, 1, 3)", Bounds(1, 3)),
        ("round(up / 3)", Bounds(0, 1)),
        ("round(up, 7)", Bounds()),
        ("quantile(0.9, up)", Bounds(0, 1)),
        ("quantile(9, up)", Bounds()),
        ("quantile_over_time(0.9, up[5m])", Bounds(0, 1)),
        ("max_over_time((up * 3)[5m:])", Bounds(0, 3)),
        ("hour()", Bounds(0, 23)),
        ("NaN", Bounds()),
        ("Inf", Bounds(inf, inf)),
        ("sum(up) / count(up)", Bounds(0, 1)),
        ("sum(up) / on (x) count(up)", Bounds(0)),
        ("sum(a{x='1'}) / sum(a)", Bounds()),
        ("max(rate(a{x='1'}[5m])) / max(rate(a[5m]))", Bounds(0, 1)),
        ("min(rate(a{x='1'}[5m])) / min(rate(a[5m]))", Bounds(0)),
        ("3 * sum by (x) (rate(a{x='1'}[5m])) / sum by (x) (rate(a[5m]))", Bounds(0, 3)),
        ("-3 * sum(rate(a{x='1'}[5m])) / sum(rate(a[5m]))", Bounds()),
        ("sum by (x, y) (rate(a[5m])) / on (x) sum by (x, y) (rate(a[5m]))", Bounds(0)),
        ("sum(rate(a[5m])) / sum(rate(a[5m] offset 1d))", Bounds(0)),
        ("sum(rate(a{x='1'}[5m])) / sum(rate(a[1h]))", Bounds(0)),
    ],
)
def test_values(text: str, expected: Bounds) -> None:
    assert bounds(text) == expected
