"""Numbers of a simulation in words: spans, moments, shares, and how often in a month."""

from __future__ import annotations

from fractions import Fraction

from sre_compiler.units import time_text


def time(seconds: float | None) -> str:
    """A span; `never` for None."""
    return time_text(None if seconds is None else Fraction(round(seconds * 1000), 1000))


def after(seconds: float) -> str:
    """A moment, by the seconds since a scenario began."""
    return f"+{time(seconds)}" if seconds > 0 else "before"


def share(ratio: float) -> str:
    return f"{ratio * 100:.3g}%"


def rate(count: float) -> str:
    return f"{count:.2g}" if count >= 0.01 else "0" if not count else "< 0.01"


def months(count: int) -> str:
    return f"{count} month{'s' * (count > 1)}"
