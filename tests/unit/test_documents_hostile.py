"""Any bytes at all: findings or documents, places inside the file, nothing raised, nothing expanded without bound."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sre_compiler.diagnostics import Place, Span
from sre_compiler.diagnostics.render.text import render
from sre_compiler.documents import Data, limits, parse
from tests.spans import covered

SPEC = """\
apiVersion: v1
kind: Service # the shop
metadata: {name: checkout, labels: {tier: "1"}}
spec:
  legs: &legs [1h, 6h]
  slos:
    - name: availability
      objective: 99.9%
      errors: |
        sum(rate(x{code=~"5.."}[5m]))
      total: >-
        sum(
        rate(x[5m]))
      legs: *legs
    - {name: 'late', summary: "{{ $value }} \\u00e9"}
---
kind: Team
"""
PIECES = [
    *"[]{}?:,#&*!|>'\"%@`-\\\n\r\t ~",
    *("- ", ": ", "? ", " #", "---\n", "...\n", "&a ", "*a", "!t ", "<<: ", "{{", "|\n", ">2-\n", "%YAML 1.2\n"),
    *("\0", "\ufeff", "\u202e", "\x85", "\u2028", "日", "\u0301"),
]
pieces = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A spec with some pieces put in and some characters taken out."""
    text = SPEC
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(pieces) + text[at + draw(st.integers(0, 8)) :]
    return text.encode()


soup = st.lists(st.sampled_from([*PIECES, "a", "b: c\n", "  "]), max_size=40).map("".join).map(str.encode)


def places(data: Data, place: Place) -> Iterator[Place]:
    yield from (place, place.key(), place.at("none"))
    if isinstance(data, str):
        yield from (place.within(at, at + 1) for at in range(min(len(data), 20)))
    elif isinstance(data, dict | list):
        for step, below in data.items() if isinstance(data, dict) else enumerate(data):
            yield from places(below, place.at(step))


@settings(max_examples=300, deadline=None)
@given(st.one_of(damaged(), soup, st.binary(max_size=60)))
def test_nothing_is_raised_and_every_place_is_inside_the_file(content: bytes) -> None:
    text = content.decode(errors="replace").removeprefix("\ufeff")
    documents, found = parse(content, "f.yaml")
    assert parse(content, "f.yaml")[1] == found
    spans = [finding.where for finding in found] + [other.where for finding in found for other in finding.related]
    for document in documents:
        spans += [document.span(place) for place in places(document.data, Place("f.yaml", document.index, ()))]
    for span in spans:
        if not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            assert isinstance(span, Span)
            covered(text, span)
    assert "\x1b" not in render(found, lambda _: content, color=False, width=80)


def size(data: Data) -> int:
    if isinstance(data, dict):
        return sum(len(key) + size(value) for key, value in data.items())
    return sum(map(size, data)) if isinstance(data, list) else len(str(data))


FLOODS = [
    *(
        "[",
        "{a: ",
        "- ",
        "? ",
        "a: ",
        "&a ",
        "*a ",
        "!t ",
        '"',
        "'",
        "#",
        " #",
        "( # )\n",
        "a: 1\n",
        "- &a [*a, ",
        "{{",
    ),
    *(
        "---\n",
        "...\n",
        "%TAG ! x\n",
        "\t",
        "\0a",
        "a:b, ",
        "f(a, ",
        "|\n",
        "\\x",
        "- *a\n",
        "<<: *a\n",
        "? [a]\n: b\n",
    ),
]


@pytest.mark.parametrize("piece", FLOODS)
@pytest.mark.parametrize("start", ["", "a: &a [b]\nb:\n- ", "[", 'a: "'])
def test_a_flood_of_the_same_thing(start: str, piece: str) -> None:
    content = (start + piece * (100_000 // len(piece))).encode()
    documents, found = parse(content, "f.yaml")
    assert len(found) <= limits.FINDINGS
    assert sum(size(document.data) for document in documents) <= len(content) * 6 + limits.EXPANSION
