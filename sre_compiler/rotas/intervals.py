"""Sets of time as sorted, disjoint intervals of whole seconds; the end of each is exclusive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Interval = tuple[int, int]


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """All that is in any of them; those that touch become one."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def intersection(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    """What is in both of two sets."""
    found, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        start, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if start < end:
            found.append((start, end))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return found


def difference(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    """What is in the first set and not in the second."""
    found, j = [], 0
    for begin, end in one:
        start = begin
        while j < len(other) and other[j][1] <= start:
            j += 1
        at = j
        while at < len(other) and other[at][0] < end:
            if start < other[at][0]:
                found.append((start, other[at][0]))
            start = other[at][1]
            at += 1
        if start < end:
            found.append((start, end))
    return found


def total(intervals: Iterable[Interval]) -> int:
    """Their length in seconds."""
    return sum(end - start for start, end in intervals)
