"""Where YAML breaks off: the mistake that a person made, where it was made, and what to type instead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml._yaml

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.documents import parse
from tests.spans import covered

_CASES = [
    ("  a: 1\n  ---\n  b: 2\n", "---", "begin it at the start of the line"),
    ("a:\n\tb: 1\n", "\t", "a tab stands where YAML wants ordinary spaces"),
    ("a:\n  b: 1\n\tc: 2\n", "\t", "a tab stands where YAML wants ordinary spaces"),
    ("a:\n\u00a0 b: 1\n c: 2\n", "\u00a0", "the space U+00A0 stands where YAML wants ordinary spaces"),
    ("a: {% if b %}\n", "{% if b %}", "a text without quotes begins with `{%`"),
    ("a: {% if b %}\n", "{% if b %}", 'put the whole text in quotes: "{% if b %}"'),
    ("a:\n- {{ b }} c\n", "{{ b }}", "put the whole text in quotes"),
    ('a: "b\nc: 1\n', '"b', 'close it with " where the text ends'),
    ("a: 'b\nc: 1\n", "'b", "close it with ' where the text ends"),
    ('a: "b\nc: "d"\n', '"b', "closed only by a quote on line 2"),
    ("a: 'b's c'\n", "s c'", "put the whole text in \"…\", or write '' for a quote inside it"),
    ('a: "b "c" d"\n', 'c" d"', "put the whole text in '…', or write \\\" for a quote inside it"),
    ('a: "5\\.."\n', "\\.", "`\\.` is no escape in double quotes"),
    ('a: "\\ud800"\n', "\\ud800", "`\\ud800` is no escape in double quotes"),
    ("a: @b # c\n", "@b", 'put it in quotes: "@b"'),
    ("a: *.b.c\n", "*.b.c", 'put it in quotes: "*.b.c"'),
    ("a: & b\n", "& b", 'put it in quotes: "& b"'),
    ("a: [@b, c]\n", "@b", 'put it in quotes: "@b"'),
    ('a: `b "c"`\n', '`b "c"`', "put it in quotes: '`b \"c\"`'"),
    ("a: !b!c d\n", "!b!c d", "a text without quotes cannot begin with `!`"),
    ("a: ? b\n", "? b", "a text without quotes cannot begin with `?`"),
    ("a: > 5 errors\n", "> 5 errors", 'put it in quotes: "> 5 errors"'),
    ("a: [b, c}\nd: 1\n", "}", "the `[` on line 1 is still open"),
    ("a: {b: c}}\n", "}", "nothing is open that `}` could close"),
    ("a: ]\n", "]", "nothing is open that `]` could close"),
    ("a: [b, c\nd: 1\n", "[", "close it with `]`"),
    ("a: {b: c", "{", "close it with `}`"),
    ("a: [\n  b,\n", "[", "close it with `]`"),
    ("a: {b: c #d}\n", "{", "closed only in a comment"),
    ("a: {b: c #d}\n", "{", "or quote the text that holds ` #`"),
    ("a: {b: c # d\n", "{", "opened here"),
    ("a: {\n  b: [c\n", "[", "close it with `]`"),
    ('a: ["b" "c"]\n', '"', "a comma is missing between `[` and its `]`"),
    ('a: {b: "c" d: 1}\n', "d", "a comma is missing between `{` and its `}`"),
    ("a: {\n  b: c\n  d: e\n}\n", "d:", "a comma is missing between `{` and its `}`"),
    ("a: {b: 1,, c: 2}\n", ",", "one comma too many"),
    ("name:checkout\nkind: x\n", "name:checkout", "write `name: checkout`"),
    ("kind: x\nname:checkout # c\n", "name:checkout", "write `name: checkout`"),
    ("a:\n  b:1\n  c: 2\n", "b:1", "write `b: 1`"),
    ("title: Checkout: payments # c\n", "Checkout: payments", 'put the text in quotes: "Checkout: payments"'),
    ('a:\n  - b: c "d": e\n', 'c "d": e', "put the text in quotes: 'c \"d\": e'"),
    ("a: 1\nfoo\nb: 2\n", "foo", "write `key: value`"),
    ("foo\nb: c\n", "foo", "write `key: value`"),
    ("a: |\nb\n", "b", "the text of a block is not indented"),
    ("a: - b\n", "- b", "a list begins on the line of its key"),
    ("a: 1\n- b\n", "- b", "a list item stands among keys"),
    ("a:\n- b\nc: 1\n  d: 2\n", "d: 2", "indent it by 0, like line 3, or remove the value there"),
    ("a:\n  - b\n - c\n", "- c", "a list item stands among keys"),
    ("a:\n  - b\n  c: 1\n", "c: 1", "a line among list items begins with no dash"),
    ("a:\n    b: 1\n  c: 2\n", "c: 2", "indent it by 0 or 4, like the lines it belongs to"),
    ("--- a: b\n", "--- a: b", "text stands on the line of `---`"),
    ("a: 1\n... b\n", "... b", "text stands on the line of `...`"),
    ("k" * 1100 + ": b\n", "k" * 1100, "a key is longer than 1024 characters"),
    ("a: &b &c d\n", "&c d", "the text is not YAML from here on"),
]


def only(text: str) -> Diagnostic:
    _, found = parse(text.encode(), "f.yaml")
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("text", "span", "words"), _CASES, ids=[repr(text[:20]) for text, _, _ in _CASES])
def test_a_break_is_one_finding_where_the_mistake_is(text: str, span: str, words: str) -> None:
    finding = only(text)
    assert covered(text, finding.where) == span
    assert words in f"{finding.message}\n{finding.label}\n{finding.help}"
    assert finding.help


def test_lines_count_from_the_start_of_the_file() -> None:
    documents, found = parse(b"a: 1\n---\nb: 2\nc: [d\n---\ne: 3\n", "f.yaml")
    assert [document.index for document in documents] == [0, 2]
    assert (found[0].where.line, found[0].where.column) == (4, 4)
    documents, found = parse(b"a: 1\n---\nb: [d}\n---\ne: 3\n", "f.yaml")
    assert found[0].label == "the `[` on line 3 is still open"


def libyaml_words() -> list[str]:
    """Every message in the binary of the parser."""
    binary = Path(yaml._yaml.__file__).read_bytes()
    pattern = rb"(?:while (?:parsing|scanning)|(?:could|did) not find|found) [a-zA-Z %'<>,.\]}-]{6,}"
    return sorted({match.decode() for match in re.findall(pattern, binary)})


def test_the_parsers_own_words_are_never_shown() -> None:
    words = libyaml_words()
    assert "did not find expected key" in words
    said = "\n".join(
        f"{finding.message} {finding.label} {finding.help}" for finding in map(only, [t for t, _, _ in _CASES])
    )
    assert [word for word in words if word in said] == []
