"""Edits of places: the data changes as it was asked for, and every character outside of the edit stays."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sre_compiler.diagnostics import Edit, Place, Span
from sre_compiler.documents import parse
from sre_compiler.documents.edits import overlap, spliced
from tests.yaml_texts import DOCUMENTS, WORDS, Writer

TOP = Place("f.yaml", 0, ())


def edited(text: str, edit: Edit) -> str | None:
    """The text with the edit made; None where it is withheld."""
    content = text.encode()
    made = parse(content, "f.yaml")[0][0].edit(edit)
    return None if made is None else spliced(content, [made]).decode()


def at(*path: str | int) -> Place:
    return TOP.at(*path)


@pytest.mark.parametrize(
    ("text", "edit", "wanted"),
    [
        ("k: 99.9  # why\n", Edit(at("k"), "99.9%", "say"), "k: 99.9%  # why\n"),
        ("k: 99.9\n", Edit(at("k"), "12", "say"), 'k: "12"\n'),
        ("k: x\n", Edit(at("k"), 'say "a": b', "say"), "k: 'say \"a\": b'\n"),
        ("k: 'it''s'\n", Edit(at("k"), "o'x", "say"), "k: 'o''x'\n"),
        ("k: 'x'\n", Edit(at("k"), "a\nb", "say"), 'k: "a\\nb"\n'),
        ('k: "x"\n', Edit(at("k"), '"\u202e\\', "say"), 'k: "\\"\\u202E\\\\"\n'),
        ("k: {a: x}\n", Edit(at("k", "a"), "b, c", "say"), 'k: {a: "b, c"}\n'),
        ("k: {a: x}\n", Edit(at("k", "a").key(), "b", "say"), "k: {b: x}\n"),
        ("k: &x !t old\n", Edit(at("k"), "new", "say"), "k: &x !t new\n"),
        ('k: "5"\n', Edit(at("k"), "5"), "k: 5\n"),
        ("k: [a, b]\n", Edit(at("k", 1), '"09:00"'), 'k: [a, "09:00"]\n'),
        ("k: ana\n", Edit(at("k"), "[ana]"), "k: [ana]\n"),
        ("k: up{a=~'x'}\n", Edit(at("k").within(4, 6), "=", "say"), "k: up{a='x'}\n"),
        ("k: up{a=~'x'}\n", Edit(at("k").within(4, 6), ": ", "say"), "k: \"up{a: 'x'}\"\n"),
        ("k: 'up{a=~''x''}'\n", Edit(at("k").within(7, 8), "it's", "say"), "k: 'up{a=~''it''s''}'\n"),
        ("k: |\r\n  a\r\n  b c\r\n", Edit(at("k").within(2, 3), "dd", "say"), "k: |\r\n  a\r\n  dd c\r\n"),
        ("k: >-\n  a\n  b c\n", Edit(at("k").within(2, 3), "dd", "say"), "k: >-\n  a\n  dd c\n"),
        ("k: |\n  a\n", Edit(at("k").within(1, 1), "b", "say"), "k: |\n  ab\n"),
        ("a: 1\nb: 2", Edit(at("b"), action="remove"), "a: 1"),
        ("a: 1\r\nb: 2", Edit(at("b"), action="remove"), "a: 1"),
        ("a: 1 # x\nb:\n  - 1\n  # y\n\n# z\nc: 3\n", Edit(at("b"), action="remove"), "a: 1 # x\n  # y\n\n# z\nc: 3\n"),
        ("k:\n  - a: 1\n    b: 2\n", Edit(at("k", 0, "a"), action="remove"), "k:\n  - b: 2\n"),
        ("k:\n- a\n- b\n", Edit(at("k", 1), action="remove"), "k:\n- a\n"),
        ("k: [a, b, c]\n", Edit(at("k", 0), action="remove"), "k: [b, c]\n"),
        ("k: [a, b, c ]\n", Edit(at("k", 2), action="remove"), "k: [a, b ]\n"),
        ("k: [\n  a,\n  b,\n]\n", Edit(at("k", 1), action="remove"), "k: [\n  a,\n]\n"),
        ("k: {a: 1, b: 2}\n", Edit(at("k", "b"), action="remove"), "k: {a: 1}\n"),
        ("k:\n  a: 1\n# end", Edit(at("k", "b"), "[c]", "add"), "k:\n  a: 1\n  b: [c]\n# end"),
        ("k:\r\n  a: 1\r\n", Edit(at("k", "b"), "2", "add"), "k:\r\n  a: 1\r\n  b: 2\r\n"),
        ("k:\n  a: 1", Edit(at("k", "b"), "2", "add"), "k:\n  a: 1\n  b: 2"),
        ("k:\n  - a: |\n      x\n\n", Edit(at("k", 0, "b"), "2", "add"), "k:\n  - a: |\n      x\n    b: 2\n\n"),
        ("k: {}\n", Edit(at("k", "b"), "2", "add"), "k: {b: 2}\n"),
        ("k: {a: 1 }\n", Edit(at("k", "b"), "2", "add"), "k: {a: 1, b: 2 }\n"),
        ("# c\nkind: x\n", Edit(at("apiVersion"), "v", "add"), "# c\napiVersion: v\nkind: x\n"),
        ("\ufeffk: 99.9\n", Edit(at("k"), "99.9%", "say"), "\ufeffk: 99.9%\n"),
    ],
)
def test_an_edit(text: str, edit: Edit, wanted: str) -> None:
    assert edited(text, edit) == wanted


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("k: |\n  a\n", Edit(at("k"), "b", "say")),
        ("k:\n", Edit(at("k"), "b", "say")),
        ("k:\n  - a\n", Edit(at("k"), "b")),
        ("k: |\n  a\n", Edit(at("k"), "b")),
        ("k: x\n", Edit(at("k"), "a # b")),
        ("k: x\n", Edit(at("k"), "[a")),
        ("k: {a: x}\n", Edit(at("k", "a"), "a, b: c")),
        ("k: x\n", Edit(at("k"), "a\nb: c")),
        ("k: a\n  b\n", Edit(at("k").within(0, 1), "c", "say")),
        ("k: 'a\n  b'\n", Edit(at("k").within(1, 3), "c", "say")),
        ("k: |\n  a\n  b\n", Edit(at("k").within(0, 2), "c", "say")),
        ("k: |\n  a b\n", Edit(at("k").within(0, 1), "", "say")),
        ("k: |\n  a\n  b\n", Edit(at("k").within(2, 3), "", "say")),
        ("k: |\n  a\n", Edit(at("k").within(0, 1), "b\nc", "say")),
        ("k: x\n", Edit(at("k").within(0, 9), "y", "say")),
        ("k: x\n", Edit(at("no"), "y")),
        ("k: x\n", Edit(at("k", "no"), "y")),
        ("k: 1\n", Edit(at("k"), action="remove")),
        ("k: [a]\n", Edit(at("k", 0), action="remove")),
        ("k:\n  - - a\n    - b\n", Edit(at("k", 0, 0), action="remove")),
        ("k: [a, # why\n  b]\n", Edit(at("k", 0), action="remove")),
        ("a: &x 1\nb: *x\nc: 3\n", Edit(at("b"), "2")),
        ("a: &x 1\nb: *x\nc: 3\n", Edit(at("b"), action="remove")),
        ("a: &x 1\nb: *x\nc: 3\n", Edit(at("a"), action="remove")),
        ("a: &x {y: 1}\nb: *x\n", Edit(at("b", "y"), "2")),
        ("k: [&x a, b, *x, c]\n", Edit(at("k", 3), action="remove")),
        ("k: [&x a, b, *x, c]\n", Edit(at("k", 1), action="remove")),
        ("k:\n  - &x a\n  - *x\n", Edit(at("k", 1), action="remove")),
        ("k: {a: 1}\n", Edit(at("k", "a"), "2", "add")),
        ("k: {a: 1,}\n", Edit(at("k", "b"), "2", "add")),
        ("k: [a]\n", Edit(at("k", "b"), "2", "add")),
        ("k: |+\n  a\n\n", Edit(at("k", "b"), "2", "add")),
        ("k:\n  a: |+\n    x\n\n", Edit(at("k", "b"), "2", "add")),
    ],
)
def test_what_cannot_be_made_exactly_is_withheld(text: str, edit: Edit) -> None:
    assert edited(text, edit) is None


def paths(data: Any, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    members = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path for step, value in members for path in ((*above, step), *paths(value, (*above, step)))]


def changed(data: Any, edit: Edit) -> Any:
    """The data with the edit made, told by what it means."""
    data = deepcopy(data)
    assert isinstance(edit.where, Place)
    *above, last = edit.where.path
    holder = data
    for step in above:
        holder = holder[step]
    if edit.action == "remove":
        del holder[last]
    elif edit.where.target == "key":
        holder[edit.text] = holder.pop(last)
    elif edit.where.offset:
        start, end = edit.where.offset
        holder[last] = holder[last][:start] + edit.text + holder[last][end:]
    else:
        holder[last] = edit.text
    return data


@st.composite
def texts_and_edits(draw: Any) -> tuple[Any, str, Edit]:
    data = draw(DOCUMENTS)
    text = Writer(draw).document(data)
    path = draw(st.sampled_from(paths(data)))
    value = data
    for step in path:
        value = value[step]
    choices = ["remove", "say"] if isinstance(value, str) else ["remove"]
    choices += ["add"] if isinstance(value, dict) else []
    choices += ["key"] if isinstance(path[-1], str) else []
    choices += ["part"] * 3 if isinstance(value, str) and value else []
    choice = draw(st.sampled_from(choices))
    place = TOP.at(*path)
    if choice == "part":
        start = draw(st.integers(0, len(value)))
        return data, text, Edit(place.within(start, draw(st.integers(start, len(value)))), draw(WORDS), "say")
    if choice == "add":
        return data, text, Edit(place.at("new"), draw(st.sampled_from(["word", "x-y"])), "add")
    if choice == "key":
        return data, text, Edit(place.key(), "new", "say")
    return data, text, Edit(place, "" if choice == "remove" else draw(WORDS), choice)


@given(texts_and_edits())
def test_the_data_changes_as_asked_and_nothing_else(case: tuple[Any, str, Edit]) -> None:
    data, text, edit = case
    documents, found = parse(text.encode(), "f.yaml")
    assert (documents[0].data, found) == (data, [])
    after = edited(text, edit)
    if after is not None:
        again, found = parse(after.encode(), "f.yaml")
        assert (again[0].data, found) == (changed(data, edit), [])


@given(texts_and_edits())
def test_only_the_stretch_of_the_edit_changes(case: tuple[Any, str, Edit]) -> None:
    _, text, edit = case
    made = parse(text.encode(), "f.yaml")[0][0].edit(edit)
    if made is not None:
        after = spliced(text.encode(), [made]).decode()
        assert isinstance(made.where, Span)
        lines = text.splitlines(keepends=True)
        before = "".join(lines[: made.where.line - 1]) + "".join(lines[made.where.line - 1 :])[: made.where.column - 1]
        rest = len(after) - len(before) - len(made.text)
        assert after == before + made.text + text[len(text) - rest :]


@given(st.data())
def test_edits_that_do_not_overlap_are_made_together(data: st.DataObject) -> None:
    text = "a: up\nb: [x, y, z]\nc: 'q'\n"
    words = [at("a"), at("b", 0), at("b", 1), at("b", 2), at("c")]
    chosen = data.draw(st.lists(st.sampled_from(words), unique=True))
    document = parse(text.encode(), "f.yaml")[0][0]
    edits = [document.edit(Edit(place, "new", "say")) for place in chosen]
    together = spliced(text.encode(), [one for one in edits if one])
    for place in chosen:
        text = edited(text, Edit(place, "new", "say")) or ""
    assert together == text.encode()


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ((1, 1, 1, 3), (1, 3, 1, 5), False),
        ((1, 1, 1, 4), (1, 3, 1, 5), True),
        ((1, 1, 3, 1), (2, 5, 2, 6), True),
        ((1, 3, 1, 3), (1, 3, 1, 5), True),
        ((1, 3, 1, 3), (1, 3, 1, 3), True),
        ((1, 3, 1, 3), (1, 4, 1, 5), False),
        ((1, 1, 2, 1), (2, 1, 3, 1), False),
    ],
)
def test_overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int], wanted: bool) -> None:
    assert overlap(Span("f", *one), Span("f", *other)) == overlap(Span("f", *other), Span("f", *one)) == wanted
