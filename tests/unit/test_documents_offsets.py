"""Places inside a scalar: every character of a value is found in the source, whatever style it is written in."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from sre_compiler.diagnostics import Place
from sre_compiler.documents import Document, parse
from tests.spans import covered

AT = Place("f.yaml", 0, ("k",))


@pytest.mark.parametrize(
    ("text", "value", "part", "span"),
    [
        ("k: sum by (a) (b)\n", "sum by (a) (b)", "by (a)", "by (a)"),
        ("k: sum\n   by\n\n   (a)\n", "sum by\n(a)", "(a)", "(a)"),
        ("k: sum\n   by\n", "sum by", "m b", "m\n   b"),
        ("k: 'it''s b'\n", "it's b", "'s", "''s"),
        ('k: "a\\tb\\u00e9 \\"c\\""\n', 'a\tbé "c"', 'é "c', '\\u00e9 \\"c'),
        ('k: "a\n  b \\\n  c"\n', "a b c", "b c", "b \\\n  c"),
        ("k: |\n  sum(\n    a\n\n  )\n", "sum(\n  a\n\n)\n", "  a", "  a"),
        ("k: |\n  sum(\n    a\n\n  )\n", "sum(\n  a\n\n)\n", ")", ")"),
        ("k: |2-\n    a\n   b\n", "  a\n b", " b", " b"),
        ("k: >- # c\n  a\n  b\n\n  c\n    d\n  e\n", "a b\nc\n  d\ne", "c\n  d", "c\n    d"),
        ("k: &x !t 'ab'\n", "ab", "b", "b"),
        ("k: |\r\n  a\r\n  bc\r\n", "a\nbc\n", "c", "c"),
        ("k: 日本 up\n", "日本 up", "up", "up"),
        ("k: 12.50\n", "12.50", "50", "50"),
    ],
)
def test_a_part_of_a_value(text: str, value: str, part: str, span: str) -> None:
    document = parse(text.encode(), "f.yaml")[0][0]
    start = value.index(part)
    assert covered(text, document.span(AT.within(start, start + len(part)))) == span


@pytest.mark.parametrize("text", ["k: abc", "k: 'abc'", 'k: "abc"', "k: ''"])
def test_the_point_after_the_last_character(text: str) -> None:
    document = parse(text.encode(), "f.yaml")[0][0]
    length = len(str(document.data["k"]))
    span = document.span(AT.within(length, length))
    assert (span.column, span.end_column) == ((4, 6) if length == 0 else (text.index("c") + 2,) * 2)


@pytest.mark.parametrize(("offset", "line", "column"), [((3, 3), 2, 6), ((4, 4), 3, 3), ((6, 6), 3, 5), ((7, 7), 3, 5)])
def test_a_point_between_characters(offset: tuple[int, int], line: int, column: int) -> None:
    span = parse(b"k: |\n  sum\n  by\n", "f.yaml")[0][0].span(AT.within(*offset))
    assert (span.line, span.column, span.end_line, span.end_column) == (line, column, line, column)


@pytest.mark.parametrize("offset", [(-1, 1), (2, 1), (0, 4), (9, 9)])
def test_an_offset_outside_is_the_whole_scalar(offset: tuple[int, int]) -> None:
    assert covered("k: 'abc'\n", parse(b"k: 'abc'\n", "f.yaml")[0][0].span(AT.within(*offset))) == "'abc'"


def every_character_is_found(text: str, document: Document, decoded: dict[str, str]) -> None:
    value = document.data["k"]
    value = value if isinstance(value, str) else document.raw(("k",))
    for index, character in enumerate(value):
        span = covered(text, document.span(AT.within(index, index + 1)))
        assert span == character or (span == "" and character in " \n") or decoded.get(span) == character, (index, span)


STYLES = {"plain": "k: {}\n", "single": "k: '{}'\n", "double": 'k: "{}"\n', "literal": "k: |{}\n", "folded": "k: >{}\n"}
DECODED = {"''": "'"} | {
    code: yaml.safe_load(f'"{code}"') for code in ('\\"', "\\\\", "\\n", "\\t", "\\x41", "\\u65e5")
}
PIECES = [
    "a",
    "b ",
    " ",
    "\n",
    "\n  ",
    "\n    ",
    "'",
    "''",
    "#",
    ":",
    "日",
    "e\u0301",
    "-",
    "\t",
    "\r\n",
    *DECODED,
    "\\\n  ",
]


@pytest.mark.parametrize("style", STYLES)
@settings(deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
@example(["\n  a ", "\\\n  ", "\n", " b"])
@example(["+\n   a", "\n    b", "\n\n   c", "\n", "\n"])
def test_every_character_of_a_value_is_found(style: str, pieces: list[str]) -> None:
    inside = "".join(pieces)
    text = STYLES[style].format(f"\n  {inside}" if style in {"literal", "folded"} else inside)
    documents, found = parse(text.encode(), "f.yaml")
    assume(not found and documents)
    assume(isinstance(documents[0].data, dict) and "k" in documents[0].data and documents[0].data["k"] is not None)
    assume(not isinstance(documents[0].data["k"], dict | list))
    every_character_is_found(text, documents[0], DECODED)
