"""Bounds: between which two numbers a value lies, and arithmetic with them.

Bounds may be wider than what can happen, never narrower: what they exclude is certain. NaN lies outside of all bounds, and
satisfies no comparison.
"""

from __future__ import annotations

from math import inf, isnan

from msgspec import Struct


class Bounds(Struct, frozen=True):
    """Values from `low` to `high`; an open end is not itself a value. `low` above `high` holds nothing."""

    low: float = -inf
    high: float = inf
    low_open: bool = False
    high_open: bool = False

    @property
    def is_empty(self) -> bool:
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    @property
    def point(self) -> float | None:
        """The only value, where there is one."""
        return self.low if self.low == self.high and not self.is_empty else None

    def has(self, value: float) -> bool:
        return not self.within(Bounds(value, value)).is_empty

    def within(self, other: Bounds) -> Bounds:
        """The values that lie in both."""
        low = max((self.low, self.low_open), (other.low, other.low_open))
        high, closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Bounds(low[0], high, low[1], not closed)

    def either(self, other: Bounds) -> Bounds:
        """From the lowest of both to the highest."""
        if self.is_empty or other.is_empty:
            return other if self.is_empty else self
        low, low_open = min((self.low, self.low_open), (other.low, other.low_open))
        high, closed = max((self.high, not self.high_open), (other.high, not other.high_open))
        return Bounds(low, high, low_open, not closed)

    def closed(self) -> Bounds:
        return Bounds(self.low, self.high)

    def __neg__(self) -> Bounds:
        return Bounds(-self.high, -self.low, self.high_open, self.low_open)

    def __add__(self, other: Bounds) -> Bounds:
        return _spanning((self.low + other.low, self.high + other.high))

    def __sub__(self, other: Bounds) -> Bounds:
        return self + -other

    def __mul__(self, other: Bounds) -> Bounds:
        return _spanning([_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)])

    def __truediv__(self, other: Bounds) -> Bounds:
        """What is divided by zero can be anything of the sign of what is divided."""
        if not other.closed().has(0):
            return self * _spanning((1 / other.low, 1 / other.high))
        return NOT_NEGATIVE if self.low >= 0 and other.low >= 0 else ANYTHING


ANYTHING = Bounds()
NOT_NEGATIVE = Bounds(0.0)
SHARE = Bounds(0.0, 1.0)
ONE = Bounds(1.0, 1.0)


def _product(one: float, other: float) -> float:
    """An end at infinity is no value, so that nothing times it is nothing."""
    return 0.0 if one == 0 or other == 0 else one * other


def _spanning(ends: list[float] | tuple[float, float]) -> Bounds:
    return ANYTHING if any(map(isnan, ends)) else Bounds(min(ends), max(ends))


def satisfying(op: str, right: Bounds) -> Bounds:
    """The values that can stand left of a comparison that holds, with a right side in these bounds."""
    match op:
        case ">":
            return Bounds(low=right.low, low_open=True)
        case ">=":
            return Bounds(low=right.low)
        case "<":
            return Bounds(high=right.high, high_open=True)
        case "<=":
            return Bounds(high=right.high)
        case "==":
            return right
    return ANYTHING


def never(left: Bounds, op: str, right: Bounds) -> bool:
    """Whether the comparison cannot hold."""
    if op == "!=":
        return left.point is not None and left.point == right.point
    return left.within(satisfying(op, right)).is_empty


_OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "==": "!=", "!=": "=="}


def always(left: Bounds, op: str, right: Bounds) -> bool:
    """Whether the comparison holds for every two values that are numbers."""
    return never(left, _OPPOSITE[op], right)
