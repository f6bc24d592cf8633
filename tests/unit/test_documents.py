"""YAML text as plain data with places: what is read, and where each word of it was written."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sre_compiler.diagnostics import Diagnostic, Place, Related, Severity, Span
from sre_compiler.documents import Document, Number, discover, locate, parse
from tests.spans import covered

SPEC = """\
# the shop
apiVersion: v1
metadata: {name: checkout, "title": 'The ''shop'''}
spec:
  slos:
    - name: availability
      objective: 99.9%
      sli: &sli
        errors: |
          sum(rate(x[5m]))
            / 2

        total: >-
          up{job="x"}
          > 1
    - name: latency
      sli: *sli
  empty:
"""


def read(text: str, file: str = "f.yaml") -> Document:
    documents, found = parse(text.encode(), file)
    assert found == []
    assert len(documents) == 1
    return documents[0]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *[(text, None) for text in ("", "~", "null", "Null", "NULL")],
        *[(text, True) for text in ("true", "True", "TRUE")],
        *[(text, False) for text in ("false", "False", "FALSE")],
        *[(text, text) for text in ("no", "on", "Yes", "y", "nULL", "tRUE", "12:30", "2026-01-05", "1_000")],
        *[
            (text, text)
            for text in (".inf", "-.INF", ".nan", "+", "--", ".", "1e", "0x", "0o8", "99.9%", "٣", "1e9999")
        ],
        *[(f"{quote}{text}{quote}", text) for text in ("", "1", "null", "true") for quote in "\"'"],
        ("|-\n  1", "1"),
    ],
)
def test_scalars_mean_what_yaml_1_2_says(written: str, value: object) -> None:
    assert read(f"a: {written}\n").data == {"a": value}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", "0"),
        ("-07", "-7"),
        ("+12", "12"),
        ("0x1F", "31"),
        ("0o17", "15"),
        ("99.90", "99.90"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e-3", "0.001"),
        ("99.999999999999999999", "99.999999999999999999"),
    ],
)
def test_numbers_are_exact_and_keep_their_text(written: str, value: str) -> None:
    assert read(f"a: {written}\n").data == {"a": Number(written, Decimal(value))}


@pytest.mark.parametrize("written", ["9" * 65, "1e1000", "0x" + "f" * 65, "0." + "9" * 65])
def test_a_number_too_long_to_print_stays_text(written: str) -> None:
    assert read(f"a: {written}\n").data == {"a": written}


def test_keys_are_their_text() -> None:
    assert read('1: a\non: b\n~: c\n"q": d\n? e\n: f\n').data == {"1": "a", "on": "b", "~": "c", "q": "d", "e": "f"}


def test_documents_are_counted_with_the_empty_ones() -> None:
    documents, found = parse(
        b"\xef\xbb\xbf# only\n---\n# nothing\n---\na: 1\n...\n---\n~\n--- # b\nb: 2\n---\n", "f.yaml"
    )
    assert found == []
    assert [(document.index, list(dict(document.data))) for document in documents] == [(1, ["a"]), (3, ["b"])]
    assert documents[1].span(Place("f.yaml", 3, ("b",), "key")) == Span("f.yaml", 10, 1, 10, 2)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_every_line_break_counts_as_one_line(line_break: str) -> None:
    documents, found = parse(f"{SPEC}---\nlast: 1\n".replace("\n", line_break).encode(), "f.yaml")
    assert found == []
    objective = Place("f.yaml", 0, ("spec", "slos", 0, "objective"))
    assert documents[0].span(objective) == Span("f.yaml", 7, 18, 7, 23)
    assert documents[1].span(Place("f.yaml", 1, ("last",))) == Span("f.yaml", 20, 7, 20, 8)


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), "apiVersion: v1", "apiVersion: v1"),
        (("apiVersion",), "v1", "apiVersion"),
        (("metadata",), "{name: checkout, \"title\": 'The ''shop'''}", "metadata"),
        (("metadata", "title"), "'The ''shop'''", '"title"'),
        (("spec", "slos"), "- name: availability", "slos"),
        (("spec", "slos", 0), "name: availability", "name: availability"),
        (("spec", "slos", 0, "objective"), "99.9%", "objective"),
        (("spec", "slos", 0, "sli"), "errors: |", "sli"),
        (("spec", "slos", 0, "sli", "errors"), "sum(rate(x[5m]))\n            / 2", "errors"),
        (("spec", "slos", 0, "sli", "total"), 'up{job="x"}\n          > 1', "total"),
        (("spec", "slos", 1, "sli", "total"), 'up{job="x"}\n          > 1', "total"),
        (("spec", "empty"), "", "empty"),
        (("spec", "slos", 0, "no", "such", 1), "name: availability", "name: availability"),
        (("spec", "slos", 7), "slos", "slos"),
        (("spec", "slos", "name"), "slos", "slos"),
        (("spec", "slos", 0, "objective", "x"), "objective", "objective"),
        (("nowhere",), "apiVersion: v1", "apiVersion: v1"),
    ],
)
def test_a_place_is_where_the_words_stand(path: tuple[str | int, ...], value: str, key: str) -> None:
    place = Place("f.yaml", 0, path)
    assert covered(SPEC, read(SPEC).span(place)) == value
    assert covered(SPEC, read(SPEC).span(place.key())) == key


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        (("metadata", "title"), "'The ''shop'''"),
        (("spec", "slos", 0, "objective"), "99.9%"),
        (("spec", "slos", 0, "sli", "errors"), "|\n          sum(rate(x[5m]))\n            / 2"),
        (("spec", "empty"), ""),
        (("nowhere",), ""),
    ],
)
def test_raw_is_the_source_text(path: tuple[str | int, ...], raw: str) -> None:
    assert read(SPEC).raw(path) == raw


def test_anchors_are_not_part_of_a_value() -> None:
    text = "a: &one\n  b: c\nd: &two 'x'\n"
    assert covered(text, read(text).span(Place("f", 0, ("a",)))) == "b: c"
    assert covered(text, read(text).span(Place("f", 0, ("d",)))) == "'x'"
    assert read(text).raw(("d",)) == "'x'"


@settings(deadline=None)
@given(
    st.recursive(
        st.text("ab\n: #'\"{}é日\\", max_size=8),
        lambda below: st.lists(below) | st.dictionaries(st.text("ab", min_size=1), below),
        max_leaves=12,
    )
)
def test_what_another_library_writes_is_read_back(data: object) -> None:
    text = yaml.safe_dump({"data": data}, allow_unicode=True, width=20)
    assert read(text).data == {"data": data}


def test_discover_finds_specs_and_nothing_else(tmp_path: Path) -> None:
    for name in (
        "b.yaml",
        "a/z.yml",
        "a/y.yaml",
        ".git/x.yaml",
        ".hidden.yaml",
        "a/.h/x.yaml",
        "c.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "link").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "linked.yaml").symlink_to(tmp_path / "b.yaml")
    assert discover(str(tmp_path)) == [
        f"{tmp_path}/{name}" for name in ("a/y.yaml", "a/z.yml", "b.yaml", "linked.yaml")
    ]
    assert discover(f"{tmp_path}/") == discover(str(tmp_path))
    assert discover(f"{tmp_path}/c.txt") == [f"{tmp_path}/c.txt"]
    assert discover(f"{tmp_path}/none") == []


def test_locate_reads_each_file_once() -> None:
    files = {"a.yaml": b"x: 1\n---\ny: {z: two}\n", "b.yaml": b"k: v\n"}
    asked = []

    def content(file: str) -> bytes:
        asked.append(file)
        if file not in files:
            raise FileNotFoundError(file)
        return files[file]

    def at(where: Span | Place | None, *related: Span | Place) -> Diagnostic:
        return Diagnostic("n", Severity.ERROR, "m", where, related=tuple(Related(other, "r") for other in related))

    given = [
        at(Place("a.yaml", 1, ("y", "z")), Place("b.yaml", 0, ("k",), "key"), Place("gone.yaml", 0, ())),
        at(Place("a.yaml", 0, ("x",)), Span("a.yaml", 9, 9, 9, 9)),
        at(Place("a.yaml", 5, ("x",))),
        at(None),
    ]
    spans = [
        at(Span("a.yaml", 3, 8, 3, 11), Span("b.yaml", 1, 1, 1, 2), Span("gone.yaml", 1, 1, 1, 1)),
        at(Span("a.yaml", 1, 4, 1, 5), Span("a.yaml", 9, 9, 9, 9)),
        at(Span("a.yaml", 1, 1, 1, 1)),
        at(None),
    ]

    def beside(after: Related, before: Related) -> Related:
        return replace(after, at=before.where if isinstance(before.where, Place) else None)

    objects = ["document 1: y.z", "document 0: x", "", ""]
    expected = [
        replace(a, at=b.where, object=c, related=tuple(map(beside, a.related, b.related)))
        for a, b, c in zip(spans, given, objects, strict=True)
    ]
    assert locate(given, content) == expected
    assert sorted(asked) == ["a.yaml", "b.yaml", "gone.yaml"]


def test_a_quoted_merge_key_is_a_key_like_any_other() -> None:
    (document,), findings = parse(b'"<<": kept\nb: 1\n', "f.yaml")
    assert not findings
    assert document.data == {"<<": "kept", "b": Number("1", Decimal(1))}
