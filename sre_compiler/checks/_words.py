"""Numbers as messages say them."""

from __future__ import annotations

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def counted(number: int) -> str:
    """Up to ten in letters, then in digits."""
    return _SMALL[number] if number < len(_SMALL) else f"{number:,}"
