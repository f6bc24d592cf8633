"""Numbers that change evenly with time, and which of two is greater. Exact, and UnknownError where a server may round otherwise."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

ZERO, ONE = Fraction(0), Fraction(1)
_NEAR = 10**9
"""Numbers that differ by less than a billionth of themselves may be the same, or in the other order, on a server."""


class UnknownError(Exception):
    """The result is not certain for these series."""


class UnsupportedError(UnknownError):
    """The result is certain for no series: the expression is of another class."""


class Line(Struct, frozen=True):
    """`start` at second 0, and `slope` more each second; `exact` where a server holds the nearest number to it."""

    start: Fraction
    slope: Fraction = ZERO
    exact: bool = True


class Stretch(Struct, frozen=True):
    """From which second to which nothing may change."""

    begin: Fraction
    end: Fraction


def is_double(value: Fraction) -> bool:
    """Whether a server can hold the number without rounding."""
    denominator = value.denominator
    return denominator & (denominator - 1) == 0 and value.numerator.bit_length() <= 53


def sign(left: Line, right: Line, stretch: Stretch) -> int:
    """Positive where the left is greater during all of the stretch, negative where the right is, 0 where they are equal."""
    away, slope = left.start - right.start, left.slope - right.slope
    if not slope and not away and left.exact and right.exact:
        return 0
    ends = [away + slope * stretch.begin, away + slope * stretch.end] if slope else [away]
    least = min(abs(one) for one in ends)
    if least * _NEAR <= max(abs(left.start), abs(right.start)) or (slope and (ends[0] > 0) is not (ends[1] > 0)):
        raise UnknownError
    return 1 if ends[0] > 0 else -1


def arithmetic(op: str, left: Line, right: Line) -> Line:
    """The sum, difference, product or quotient."""
    match op:
        case "+":
            return _line(left, right, left.start + right.start, left.slope + right.slope)
        case "-":
            return _line(left, right, left.start - right.start, left.slope - right.slope)
        case "*" if not left.slope or not right.slope:
            both = left.start * right.start
            return _line(left, right, both, left.start * right.slope + left.slope * right.start)
        case "/" if right.start and not right.slope:
            return _line(left, right, left.start / right.start, left.slope / right.start)
        case "*" | "/":
            raise UnknownError
    raise UnsupportedError


def _line(left: Line, right: Line, start: Fraction, slope: Fraction) -> Line:
    parts = (left.start, right.start, start, left.slope, right.slope, slope)
    return Line(start, slope, left.exact and right.exact and all(map(is_double, parts)))
