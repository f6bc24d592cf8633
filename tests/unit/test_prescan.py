"""Bytes that are no ordinary text: one finding for each mistake, and the rest of the file is read all the same."""

from __future__ import annotations

import pytest

from sre_compiler.documents import parse
from sre_compiler.files import SIZE
from tests.spans import covered


def names(content: bytes) -> list[str]:
    return [finding.name for finding in parse(content, "f.yaml")[1]]


def test_a_file_at_the_limit_is_read_and_one_above_it_is_not() -> None:
    filler = b"a: b\n#" + b"x" * (SIZE - 6)
    assert names(filler) == []
    documents, found = parse(filler + b"x", "f.yaml")
    assert documents == []
    assert [(finding.name, finding.message) for finding in found] == [
        ("file-too-large", "the file is larger than the 4 MiB that a spec file may have")
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_wide_encodings_are_named(encoding: str, mark: str) -> None:
    documents, found = parse(f"{mark}kind: Service\n".encode(encoding), "f.yaml")
    assert documents == []
    assert [(finding.name, finding.label) for finding in found] == [("not-utf8", f"{encoding[:6].upper()} text")]


def test_latin1_is_found_at_its_first_byte_and_spoils_its_document_only() -> None:
    documents, found = parse("a: 1\n---\nbé: é caf\né: x\n---\nc: 1\n".encode("latin-1"), "f.yaml")
    assert [(finding.name, finding.label, finding.where) for finding in found] == [
        ("not-utf8", "byte 0xe9 begins no UTF-8 character", found[0].where)
    ]
    assert covered("a: 1\n---\nb� ", found[0].where) == "�"
    assert [(document.index, document.broken) for document in documents] == [(0, False), (1, True), (2, False)]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfa: 1\n", "a: 日本語 é e\u0301 👩\u200d🚀 \u00a0\n".encode()])
def test_text_in_any_script_is_ordinary(content: bytes) -> None:
    assert names(content) == []


@pytest.mark.parametrize(
    ("character", "what"),
    [
        ("\0", "U+0000, a control character"),
        ("\x1b", "U+001B, a control character"),
        ("\x7f", "U+007F, a control character"),
        ("\x85", "U+0085, a line break that most editors do not show"),
        ("\u2028", "U+2028, a line break that most editors do not show"),
        ("\u202e", "U+202E, which shows the text after it in another order"),
        ("\u2066", "U+2066, which shows the text after it in another order"),
        ("\u200b", "U+200B, which has no width"),
        ("\ufeff", "U+FEFF, which has no width"),
        ("\uffff", "U+FFFF, a control character"),
    ],
)
def test_characters_that_cannot_be_seen(character: str, what: str) -> None:
    text = f"a: 1\n---\nb: {{c: x{character}y}}\n---\nd: 1\n"
    documents, found = parse(text.encode(), "f.yaml")
    assert [(finding.name, finding.message) for finding in found] == [("control-character", f"the text holds {what}")]
    assert covered(text.replace(character, "?"), found[0].where) == "?"
    assert [document.broken for document in documents] == [False, True, False]


def test_one_run_is_one_finding_and_a_flood_is_cut_off() -> None:
    assert names(b"a: x\0\0\0y\0z\n") == ["control-character"] * 2
    assert names(b"# \0a\0a\0a\0a\n" * 1000) == ["control-character"] * 10


@pytest.mark.parametrize("line", ["%YAML 1.1", "%YAML 3.0", "%TAG ! x", "%", "%foo"])
def test_directives_are_findings(line: str) -> None:
    documents, found = parse(f"{line}  \n---\na: 1\n".encode(), "f.yaml")
    assert [(finding.name, covered(f"{line}  \n", finding.where)) for finding in found] == [
        ("unsupported-yaml-directive", line)
    ]
    assert [document.data for document in documents] != []


@pytest.mark.parametrize("text", ["%YAML 1.2\n---\na: 1\n", "%YAML  1.2 # c\n---\na: 1\n", "a: 5%\nb: |\n  %x\n"])
def test_what_is_no_directive_or_says_nothing_new_is_read(text: str) -> None:
    assert names(text.encode()) == []


def test_a_flaw_that_also_breaks_the_syntax_is_one_finding() -> None:
    assert names(b"a: 1\nb: \x0b: c: d\n") == ["control-character"]
