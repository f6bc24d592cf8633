"""Where a comparison begins to hold as one number varies, and numbers on both sides that are close to it and short.

What is compared is in each of the numbers a straight line or a quotient of two, mostly; elsewhere the numbers proposed are wrong,
and whoever asks finds out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor

_SHARE = 20
"""How close: a twentieth of the border."""
_LONGEST = 10**12


def border(points: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Where `(ax + b) / (cx + d)` through three points is zero."""
    (x0, y0), *others = points
    (p1, q1, r1), (p2, q2, r2) = ((x * y - x0 * y0, y0 - y, x0 - x) for x, y in others)
    determinant = p1 * q2 - p2 * q1
    if not determinant:
        return None
    by_y, by_one = (r1 * q2 - r2 * q1) / determinant, (p1 * r2 - p2 * r1) / determinant
    found = x0 * (by_y * y0 + 1) - by_one * y0  # x (by_y y + 1) = by_one y + found, for every point
    return found if abs(found) < _LONGEST else None


def around(border: Fraction, *, base: int, whole: bool) -> Iterator[Fraction]:
    """The border, and the nearest numbers around it with few digits: decimals, or multiples of powers of two."""
    unit = Fraction(1) if whole else _unit(abs(border), base)
    yield border
    below = floor(border / unit) * unit
    above = below + unit
    below -= unit if below == border else 0
    yield from (above, below, above + unit, below - unit)
    if unit != 1:
        yield from (Fraction(floor(border) + 1), Fraction(floor(border)))


def _unit(size: Fraction, base: int) -> Fraction:
    """A power of the base."""
    unit = Fraction(1)
    if not size:
        return unit
    while unit * _SHARE > size and unit.denominator < 10**9:
        unit /= base
    while unit * 10**6 < size:
        unit *= base
    return unit
