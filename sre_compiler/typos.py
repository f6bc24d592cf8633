"""Misspelled words, and the known word that somebody meant to type."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 63
_OFTEN_MIXED_UP = re.compile(r"[-_ ]")
_NOT_DIGITS = re.compile(r"\D+")


def folded(word: str) -> str:
    """A word without what people mix up: case, dashes, underscores."""
    return _OFTEN_MIXED_UP.sub("", word).lower()


def meant(word: str, known: Iterable[str]) -> str | None:
    """The known word that this one is without doubt: the same but for what people mix up, or the only one a slip away.

    In a word of four letters that is one too many, one too few, or two that change places; in one of seven any two slips.
    `card` is not `cart`, and a digit is never a slip: `sev1` is not `sev2`. None where several are as good.
    """
    words = [*dict.fromkeys(known)]
    same = [one for one in words if folded(one) == folded(word)]
    if same or len(word) > _LONGEST:
        return same[0] if len(same) == 1 else None
    near = [one for one in words if _is_a_slip(folded(word), folded(one))]
    return near[0] if len(near) == 1 else None


def _is_a_slip(word: str, known: str) -> bool:
    longer = max(len(word), len(known))
    if longer < 4 or abs(len(word) - len(known)) > 2 or _NOT_DIGITS.sub("", word) != _NOT_DIGITS.sub("", known):
        return False
    if longer >= 7:
        return distance(word, known) <= 2
    return distance(word, known) == 1 and (len(word) != len(known) or sorted(word) == sorted(known))


def distance(one: str, other: str) -> int:
    """How many letters have to be put in, left out, replaced, or to change places with the next one."""
    before: list[int] = []
    last: list[int] = [*range(len(other) + 1)]
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, wanted in enumerate(other, start=1):
            steps: int = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and (letter, one[i - 2]) == (other[j - 2], wanted):
                steps = min(steps, before[j - 2] + 1)
            row.append(steps)
        before, last = last, row
    return last[-1]
