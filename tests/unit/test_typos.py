"""Words that are a slip away from a known one, and words that are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sre_compiler.typos import distance, meant

KNOWN = [
    "payments",
    "platform",
    "page",
    "ticket",
    "sev1",
    "sev2",
    "burn_rate_policy",
    "no-data",
    "on",
    "calls",
    "walls",
]


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("paymnets", "payments"),
        ("payment", "payments"),
        ("Payments", "payments"),
        ("burnRatePolicy", "burn_rate_policy"),
        ("no_data", "no-data"),
        ("pge", "page"),
        ("tikcet", "ticket"),
        ("of", None),
        ("sev3", None),
        ("sev12", None),
        ("balls", None),
        ("tickets", "ticket"),
        ("payemtns", "payments"),
        ("cage", None),
        ("cabe", None),
        ("plat", None),
        ("x" * 100, None),
    ],
)
def test_the_word_that_was_meant(word: str, known: str | None) -> None:
    assert meant(word, KNOWN) == known


def test_two_that_are_the_same_but_for_case_are_none() -> None:
    assert meant("Ab", ["a-b", "a_b"]) is None


@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_a_distance_is_one(a: str, b: str, c: str) -> None:
    assert distance(a, a) == 0
    assert distance(a, b) == distance(b, a) <= max(len(a), len(b))
    assert (distance(a, b) == 0) == (a == b)
    assert distance(a + c, b + c) <= distance(a, b)


@pytest.mark.parametrize(
    ("one", "other", "steps"), [("ab", "ba", 1), ("abc", "ac", 1), ("kitten", "sitting", 3), ("", "ab", 2)]
)
def test_distances(one: str, other: str, steps: int) -> None:
    assert distance(one, other) == steps
