"""Strings, numbers, durations and regular expressions: their values, and what is refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sre_compiler.promql.literals import LiteralError, duration, number, quote, unquote
from sre_compiler.promql.regex import matches_empty, regex_problem


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ('"a"', "a"),
        ("'a\"b'", 'a"b'),
        (r'"\a\b\f\n\r\t\v\\\""', '\a\b\f\n\r\t\v\\"'),
        (r"'\''", "'"),
        (r'"\x41\101\u00e9\U0001F600"', "AAé😀"),
        (r'"\xc3\xa9"', "é"),
        ("`a\\d`", r"a\d"),
    ],
)
def test_strings_have_the_value_that_go_gives_them(literal: str, value: str) -> None:
    assert unquote(literal) == value


@pytest.mark.parametrize(
    "literal", [r'"\q"', r'"\x4"', r'"\400"', r'"\ud800"', r'"\U00110000"', r'"\'"', r"'\"'", '"\ufffd"']
)
def test_escapes_that_go_refuses(literal: str) -> None:
    with pytest.raises(LiteralError) as caught:
        unquote(literal)
    assert caught.value.offset == 1


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_quoting_is_undone_by_unquoting(value: str) -> None:
    literal = quote(value)
    assert unquote(literal) == value
    assert "\n" not in literal


def test_bytes_that_are_not_text_survive() -> None:
    assert quote(unquote(r'"a\xffb"')) == r'"a\xffb"'


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10", 10),
        ("1.", 1),
        (".5", 0.5),
        ("1e3", 1000),
        ("017", 15),
        ("08.5", 8.5),
        ("09", 9),
        ("0x1F", 31),
        ("1_000", 1000),
        ("0x_1f", 31),
        ("1_0.5", 10.5),
        ("Inf", math.inf),
        ("1e-400", 0),
        ("9" * 30, 1e30),
    ],
)
def test_numbers(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text", ["0x", "1e", "1_", "_1", "1__0", "1e_3", "1.2.3", "1e400", "0x1.8", "0x" + "f" * 20, "1" * 400, "5m"]
)
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(LiteralError):
        number(text)


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("5m", 300_000),
        ("1d12h", 129_600_000),
        ("1y2w3d4h5m6s7ms", 33_019_506_007),
        ("007s", 7000),
        ("5ms", 5),
        ("1h1d", None),
        ("5m5m", None),
        ("5", None),
        ("", None),
        ("1.5h", None),
    ],
)
def test_durations(text: str, milliseconds: int | None) -> None:
    assert duration(text) == milliseconds


def test_a_duration_beyond_64_bits_of_nanoseconds_is_refused() -> None:
    assert duration("292y") is not None
    with pytest.raises(LiteralError):
        duration("293y")


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "a|b",
        "5..",
        r"\d+",
        r"\Qa.b\E+",
        "[[:alpha:]_]",
        r"\pL\p{Greek}\P{^Lu}",
        "(?P<n>a)",
        "(?i)a",
        "(?s-i:a)",
        "a{",
        "a{,3}",
        "a{1000}",
        "(a{100}){10}",
        "[]a]",
        "[a-]",
        "[^]]",
        r"\x41\x{1F600}\101\0",
        r"\_\-",
        "a*?",
        "^*",
        "(|)",
        "x]",
        r"\A\z\b\B",
        "é+",
    ],
)
def test_patterns_that_go_reads(pattern: str) -> None:
    assert regex_problem(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("(a", "missing closing )"),
        ("a)", "unexpected )"),
        ("[a", "missing closing ]"),
        ("[a-", "missing closing ]"),
        ("[z-a]", "invalid range z-a"),
        ("[[:foo:]]", "there is no class [:foo:]"),
        (r"\p{Klingon}", r"there is no class \p{Klingon}"),
        ("*a", "missing argument to repetition operator *"),
        ("a|+", "missing argument to repetition operator +"),
        ("a**", "invalid nested repetition operator *"),
        ("a*??", "invalid nested repetition operator ?"),
        ("a{2}{3}", "invalid nested repetition operator {3}"),
        ("a{1001}", "invalid repeat count {1001}"),
        ("a{2,1}", "invalid repeat count {2,1}"),
        ("(a{100}){11}", "more than 1000 repetitions"),
        ("(?=a)", "(?=a is not supported"),
        ("(?<!a)", "(?<! is not supported"),
        ("(?P=n)", "(?P= is not supported"),
        (r"(a)\1", "there are no backreferences"),
        (r"\Z", r"\Z is not an escape"),
        ("a\\", "trailing backslash"),
        ("\udcff", "not UTF-8"),
        ("(" * 1001, "nests too deeply"),
    ],
)
def test_patterns_that_go_refuses(pattern: str, problem: str) -> None:
    assert problem in (regex_problem(pattern) or "")


def test_older_versions_refuse_two_patterns_more() -> None:
    assert [bool(regex_problem(pattern, modern=False)) for pattern in ("(?<n>a)", r"\Qa", "(?P<n>a)")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("pattern", "empty"),
    [
        ("", True),
        ("a", False),
        ("a*", True),
        ("a?b", False),
        ("a|", True),
        ("(a|b*)c?", True),
        ("(a|b)", False),
        ("^$", True),
        (r"\b", False),
        (r"\B", True),
        ("a{0}", True),
        ("a{0,2}", True),
        ("(a?){2}", True),
        ("(?i)", True),
        (r"\Q\E", True),
        (r"\Qa\E", False),
        (r"\d", False),
        (r"\.", False),
        ("[^a]", False),
        (".+", False),
        ("(?:x*|y)+", True),
    ],
)
def test_whether_a_pattern_matches_the_empty_string(pattern: str, empty: bool) -> None:
    assert matches_empty(pattern) is empty
