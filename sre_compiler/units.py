"""The values of the language that carry a unit: durations, percentages, rates; exact, parsed once, printed one way."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

DAY = 86_400
WEEK = 7 * DAY
"""In seconds, as all instants are."""

_MILLISECONDS = {
    "y": 365 * 86_400_000,
    "w": 7 * 86_400_000,
    "d": 86_400_000,
    "h": 3_600_000,
    "m": 60_000,
    "s": 1_000,
    "ms": 1,
}
_PRINTED = [(unit, _MILLISECONDS[unit]) for unit in ("d", "h", "m", "s", "ms")]
_DURATION = re.compile(
    r"(?=[0-9])(?:([0-9]{1,12})y)?(?:([0-9]{1,12})w)?(?:([0-9]{1,12})d)?(?:([0-9]{1,12})h)?"
    r"(?:([0-9]{1,12})m)?(?:([0-9]{1,12})s)?(?:([0-9]{1,12})ms)?"
)
_LONGEST = 292 * _MILLISECONDS["y"]  # Prometheus keeps durations in 64-bit nanoseconds
_PERCENT = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,18})?)%")
_RATE = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,9})?)/(ms|s|m|h|d|w)")
_SIGNIFICANT = 12


class UnitError(ValueError):
    """A text that is not a value of its unit; the message says what was expected."""


class Duration(Struct, frozen=True, order=True):
    """A span of time in whole milliseconds; printed in Prometheus syntax, largest units first, days the largest."""

    milliseconds: int

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read Prometheus syntax: whole numbers with y, w, d, h, m, s, ms, each unit at most once, in that order.

        Raises `UnitError`.
        """
        match = _DURATION.fullmatch(text)
        if match is None:
            raise UnitError("expected a duration such as 5m, 1h30m or 30d")
        total = sum(
            int(number) * size
            for number, size in zip(match.groups(), _MILLISECONDS.values(), strict=True)
            if number is not None
        )
        if total > _LONGEST:
            raise UnitError("expected a duration of at most 292 years")
        return cls(total)

    @classmethod
    def seconds(cls, seconds: int) -> Duration:
        return cls(seconds * 1_000)

    @property
    def in_seconds(self) -> Fraction:
        return Fraction(self.milliseconds, 1_000)

    def __str__(self) -> str:
        return _duration_text(self.milliseconds)


class Percent(Struct, frozen=True):
    """A share of one; `99.9%` is held as the exact ratio 0.999."""

    ratio: Decimal

    @classmethod
    def parse(cls, text: str) -> Percent:
        """Read a decimal number followed by a percent sign. Raises `UnitError`."""
        match = _PERCENT.fullmatch(text)
        if match is None:
            raise UnitError("expected a percentage such as 99.9%")
        return cls(Decimal(match.group(1)).scaleb(-2))

    def __str__(self) -> str:
        return f"{decimal_text(self.ratio.scaleb(2))}%"


class Rate(Struct, frozen=True):
    """Events per second, exact; written `40/s`, `3/m`, `1000/d`."""

    per_second: Fraction
    text: str

    @classmethod
    def parse(cls, text: str) -> Rate:
        """Read a decimal number, a slash and a unit of time. Raises `UnitError`."""
        match = _RATE.fullmatch(text)
        if match is None:
            raise UnitError("expected a rate such as 40/s, 3/m or 1000/d")
        seconds = Fraction(_MILLISECONDS[match.group(2)], 1_000)
        return cls(Fraction(match.group(1)) / seconds, text)

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def _duration_text(milliseconds: int) -> str:
    rest, parts = milliseconds, []
    for unit, size in _PRINTED:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


@lru_cache(maxsize=4096)
def decimal_text(value: Decimal) -> str:
    """Print without exponent and without trailing zeros: `0.0144`, `100`, `0`."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


def time_text(seconds: Fraction | None) -> str:
    """A duration to the second, without seconds from an hour on; `never` for None."""
    if seconds is None:
        return "never"
    if 0 < seconds < 1:
        return "less than a second"
    whole = round(seconds)
    return str(Duration.seconds(whole - whole % 60 if whole >= 3_600 else whole))


def percent_text(ratio: Fraction, *, digits: int = 4) -> str:
    """A ratio of one as a percentage: `14.4%`."""
    return f"{fraction_text(ratio * 100, digits=digits)}%"


@lru_cache(maxsize=4096)
def fraction_text(value: Fraction, *, digits: int = _SIGNIFICANT) -> str:
    """Print the exact decimal where it terminates, else `digits` significant digits, rounded up."""
    exact = _terminating(value)
    if exact is not None:
        return decimal_text(exact)
    with localcontext() as context:
        context.prec = digits
        context.rounding = ROUND_CEILING
        return decimal_text(Decimal(value.numerator) / Decimal(value.denominator))


def _terminating(value: Fraction) -> Decimal | None:
    """The exact decimal of a fraction whose denominator holds only the primes 2 and 5, else None."""
    denominator, twos, fives = value.denominator, 0, 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    if denominator != 1:
        return None
    places = max(twos, fives)
    scaled = value.numerator * 10**places // value.denominator
    return Decimal(scaled).scaleb(-places) if places < 28 else Decimal(f"{scaled}e-{places}")
