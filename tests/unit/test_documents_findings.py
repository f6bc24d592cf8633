"""What is wrong with a text that parses: each mistake once, at its place, and the pages of `explain` are true."""

from __future__ import annotations

import inspect
import re
import textwrap

import pytest

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.documents import limits, parse, problems
from tests.spans import covered


def found(text: str) -> list[Diagnostic]:
    return parse(text.encode(), "f.yaml")[1]


def shown(text: str) -> list[tuple[str, str]]:
    """Name and covered text of each finding."""
    return [(finding.name, covered(text, finding.where)) for finding in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: {c: 1, 'c': 2}\n", [("duplicate-key", "'c'")]),
        ("a: 1\na: 2\na: 3\nb: 1\n", [("duplicate-key", "a"), ("duplicate-key", "a")]),
        ("1: a\n'1': b\n", [("duplicate-key", "'1'")]),
        ("a: &a {b: 1}\nc: {<<: *a, d: 1}\n", [("merge-key", "<<")]),
        ("'<<': 1\n", []),
        ("a: !secret b\n", [("yaml-tag", "!secret")]),
        ("a: &x !!str b\n", [("yaml-tag", "!!str")]),
        ("a: !<tag:yaml.org,2002:int> &x\n  1\n", [("yaml-tag", "!<tag:yaml.org,2002:int>")]),
        ("a: !!set {b, c}\n", [("yaml-tag", "!!set")]),
        ("a: ! b\n", [("yaml-tag", "!")]),
        ("a: '!b'\nc: d != e !f\n", []),
        ("a: *b\nc: *b\n", [("undefined-alias", "*b"), ("undefined-alias", "*b")]),
        ("a: &b 1\n---\nc: *b\n", [("undefined-alias", "*b")]),
        ("a: &b 1\nc: &b 2\nd: *b\n", []),
        ("a: &b\n  c: [1, *b]\n", [("alias-expansion", "*b")]),
        ("? [a, b]\n: c\n", [("complex-key", "[a, b]")]),
        ("? {a: b}\n: c\n? d\n: e\n", [("complex-key", "{a: b}")]),
        ("a: {{ $value }}\n", [("complex-key", "{{ $value }}")]),
        ("a: {{ $value }} errors\n", [("complex-key", "{{ $value }}")]),
        ("- a\n", [("not-a-mapping", "- a")]),
        ("a b\n", [("not-a-mapping", "a b")]),
        ("'null'\n", [("not-a-mapping", "'null'")]),
        ('a: foo{b=~"/c #d"} > 1\n', [("comment-truncates-value", 'foo{b=~"/c')]),
        ("a: sum(b #c)\nd: 1\n", [("comment-truncates-value", "sum(b")]),
        ('a: foo{b=~"/c #d"}\n  > 1\nb: 2\n', [("comment-truncates-value", 'foo{b=~"/c')]),
        ("a: b # c)\nd: {e: f} # }\ng: 'h # i' # ')\nj: 5\" # disk\nk: l (m # n\n", []),
        ("a: |\n  sum(b #c)\n# (d # )\n", []),
        ('a: {b: up{c="d"}}\n', [("flow-promql", "up")]),
        ("a: {b: rate(c[5m]), d: e}\n", [("flow-promql", "rate(c")]),
        ('a: [up{c="d"}]\n', [("flow-promql", "up")]),
        ("a: {b: f(0.9, c, d)}\n", [("flow-promql", "f(0.9")]),
        ('a: [say "b, c", d]\n', [("flow-promql", 'say "b')]),
        ('a: {b: "f(0.9, c)", d: \'x{y="z"}\', e: f(g), h: x ( }\n', []),
        ("a: {b:1, c: 2}\n", [("yaml-syntax", "b:1")]),
        ("a: {b:1, c:2}\n", [("yaml-syntax", "b:1"), ("yaml-syntax", "c:2")]),
        ('a: {"b":1, c: d:e, http://x: 1}\n', []),
    ],
)
def test_each_mistake_once_at_its_place(text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(text) == expected


def test_a_finding_in_one_document_leaves_the_others_alone() -> None:
    text = "a: 1\n---\nb: [\n---\nc: !x 1\n---\nd: 1\nd: 2\n---\n- e\n---\nf: *f\n---\ng: 1\n"
    documents, problems_found = parse(text.encode(), "f.yaml")
    assert [(document.index, document.broken) for document in documents] == [
        (0, False),
        (2, True),
        (3, True),
        (4, True),
        (5, True),
        (6, False),
    ]
    assert [finding.where.line for finding in problems_found] == [3, 5, 8, 10, 12]
    assert {finding.severity for finding in problems_found} == {Severity.ERROR}


def test_the_other_half_of_a_finding() -> None:
    duplicate = found("a: 1\nb: 2\na: 3\n")[0]
    assert [(covered("a: 1\n", other.where), other.label) for other in duplicate.related] == [("a", "the first one")]
    text = "a: foo(b #c)\n"
    assert [(covered(text, other.where), other.label) for other in found(text)[0].related] == [
        ("#c)", "read as a comment")
    ]
    text = "a: {b: f(1, c)}\n"
    assert [(covered(text, other.where), other.label) for other in found(text)[0].related] == [("c)", "the cut")]


def test_help_says_what_to_type() -> None:
    assert found("a: &legs 1\nb: *leg\n")[0].help == "write `*legs`"
    assert found("b: *leg\n")[0].help.startswith("put `&leg` before the value to repeat")
    assert found("a: {value: f(1, c)}\n")[0].help.startswith("write it in block form, `value:` on a line of its own")
    assert found("a: [f(1, c)]\n")[0].help.startswith("write it in block form, or quote the text")


@pytest.mark.parametrize(
    ("nested", "many"),
    [
        (lambda depth: "a: " + "[" * (depth - 1) + "]" * (depth - 1), 100_000),
        (lambda depth: "{a: " * depth + "1" + "}" * depth, 100_000),
        (lambda depth: "a:\n " + "- " * (depth - 1) + "b", 100_000),
        (lambda depth: "? " * (depth - 1) + "a: b", 100_000),
        (lambda depth: "\n".join(" " * level + "a:" for level in range(depth)), 2_000),
        (lambda depth: "a: &a\n " + "- " * 32 + "b\nb:\n " + "- " * (depth - 33) + "*a", 100_000),
        (lambda depth: "a0: &a0 b\n" + "\n".join(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, depth)), 100_000),
    ],
)
def test_depth_is_bounded(nested, many: int) -> None:
    assert "nesting-too-deep" not in [finding.name for finding in found(nested(limits.DEPTH))]
    for depth in (limits.DEPTH + 1, many):
        assert [finding.name for finding in found(nested(depth))] == ["nesting-too-deep"]


def test_aliases_may_repeat_a_mebibyte() -> None:
    text = "a: &a " + "x" * 1023 + "\nb:\n"
    assert found(text + "- *a\n" * 1024) == []
    documents, problems_found = parse((text + "- *a\n" * 3000).encode(), "f.yaml")
    assert [(finding.name, finding.where.line) for finding in problems_found] == [("alias-expansion", 1027)]
    assert documents[0].broken
    assert len(str(documents[0].data)) < 2 * limits.EXPANSION


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{k: ", "}")])
def test_copies_of_copies_are_refused_before_they_are_made(opening: str, closing: str) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 12):
        copies = ", ".join(f"{opening}*a{level - 1}{closing}" for _ in range(9))
        lines.append(f"a{level}: &a{level} [{copies}]")
    assert [finding.name for finding in found("\n".join(lines))] == ["alias-expansion"]


def test_reading_stops_after_many_findings() -> None:
    documents, problems_found = parse(b"a: !x 1\n---\n" * 1000, "f.yaml")
    assert len(problems_found) == limits.FINDINGS
    assert len(documents) < 1000
    assert len(found("a:\n" + "- !x y\n" * 100_000)) == limits.FINDINGS


PAGES = {
    function.__name__.replace("_", "-"): inspect.getdoc(function) or ""
    for function in vars(problems).values()
    if inspect.isfunction(function) and function.__module__ == problems.__name__ and function.__name__[0] != "_"
}


def example(page: str, word: str) -> bytes:
    """The example of a page as a file, with what cannot be printed put in."""
    match = re.search(rf"^{word}:\n\n((?: .*\n|\n)+)", page + "\n", re.MULTILINE)
    assert match, f"no {word}: in the page"
    text = textwrap.dedent(match[1]).replace("<U+202E>", "\u202e").replace("[ … ]", "[" * 64 + "]" * 64)
    return text.replace("…5 MB of text…", "x" * 5_000_000).encode().replace(rb"\xe9", b"\xe9")


SHOWN_WITHOUT_A_SECRET = {"secret-in-text"}
"""An example with what looks like a secret would be found here by those who look for them."""


@pytest.mark.parametrize("name", sorted(PAGES.keys() - SHOWN_WITHOUT_A_SECRET))
def test_the_bad_example_of_a_page_is_found_and_the_good_one_is_not(name: str) -> None:
    assert [finding.name for finding in parse(example(PAGES[name], "Bad"), "f.yaml")[1]] == [name]
    assert parse(example(PAGES[name], "Good"), "f.yaml")[1] == []


def test_the_pages_begin_with_one_sentence() -> None:
    assert len(PAGES) == 16
    for page in PAGES.values():
        first, blank, second = page.split("\n")[:3]
        assert re.fullmatch(r"[A-Z].*\.", first)
        assert blank == ""
        assert second
