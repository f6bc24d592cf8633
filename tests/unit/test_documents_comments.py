"""Which nodes a comment to the compiler is about."""

from __future__ import annotations

import pytest

from sre_compiler.documents import Comment, comments

TEXT = """\
# sre: the whole first document
kind: Service
spec:
  # sre: one entry with all below it
  slos:
    # sre: an item
    - name: a  # sre: begins a mapping
      # sre: an entry

      # another comment between
      objective: 99%
      sli:  # sre: a key alone
        ratio: {errors: x, total: y}  # sre: all of a line
    - # sre: after a dash
      name: b
      expr: |  # sre: a block scalar
        a # sre: text of the block
        # sre: text of the block
      # sre: last of a block
  text: "a # sre: text" # sre: after quotes
  more: 'x
    # sre: text
    y'   # sre: after a text of several lines
  # - gone: 1  # sre: commented out
  flow: [a, # sre: one of a flow
    b, c,
    # sre: above one of a flow
    d
  ]  # sre: the whole flow
  url: http://x#sre:no
    # sre: deeper than what follows
  plain: a
# sre: above the next document
---
# sre: the whole second document
kind: Team
# sre: nothing follows
"""

COVERED = {
    "the whole first document": ["0 **"],
    "one entry with all below it": ["0 spec.slos **"],
    "an item": ["0 spec.slos.0 **"],
    "begins a mapping": ["0 spec.slos", "0 spec.slos.0", "0 spec.slos.0.name **"],
    "an entry": ["0 spec.slos.0.objective **"],
    "a key alone": ["0 spec.slos.0.sli"],
    "all of a line": [
        "0 spec.slos.0.sli **",
        "0 spec.slos.0.sli.ratio **",
        "0 spec.slos.0.sli.ratio.errors **",
        "0 spec.slos.0.sli.ratio.total **",
    ],
    "after a dash": [],
    "a block scalar": ["0 spec.slos.1.expr"],
    "last of a block": [],
    "after quotes": ["0 spec.text **"],
    "after a text of several lines": ["0 spec.more **"],
    "one of a flow": ["0 spec.flow", "0 spec.flow.0 **"],
    "above one of a flow": ["0 spec.flow.3 **"],
    "the whole flow": ["0 spec.flow **"],
    "deeper than what follows": [],
    "above the next document": ["1 **"],
    "the whole second document": ["1 **"],
    "nothing follows": [],
}


def covered(comment: Comment) -> list[str]:
    return [
        " ".join([str(c.place.document), *filter(None, [".".join(map(str, c.place.path))]), *["**"] * c.deep])
        for c in comment.covers
    ]


def test_what_comments_are_about() -> None:
    found = {one.text.removeprefix("# sre: "): covered(one) for one in comments(TEXT.encode(), "a.yaml")}
    assert found == COVERED


@pytest.mark.parametrize("broken", ["\r\n", "\r"])
def test_line_breaks_of_other_systems(broken: str) -> None:
    text = TEXT.replace("\n", broken)
    found = {one.text.removeprefix("# sre: "): covered(one) for one in comments(text.encode(), "a.yaml")}
    assert found == COVERED


def test_a_comment_knows_its_place_and_what_goes_with_it() -> None:
    first, second = comments(b"a: 1\n# sre: x\nb: 2   # sre: y  \n", "a.yaml")
    assert (first.where.line, first.where.column, first.where.end_column) == (2, 1, 9)
    assert (first.line.line, first.line.column, first.line.end_line, first.line.end_column) == (2, 1, 3, 1)
    assert (second.where.line, second.where.column, second.where.end_column) == (3, 8, 16)
    assert (second.line.line, second.line.column, second.line.end_line, second.line.end_column) == (3, 5, 3, 16)


def test_an_alias_is_covered_where_it_stands() -> None:
    text = b"""\
a:
  - &x
    b: {c: 1,
      d: 2}  # sre: the text
e:
  # sre: above an item
  - *x
  # sre: above an item after a dash
  - - *x
  - *x  # sre: behind an item
f: *x  # sre: behind a value
"""
    assert {one.text.removeprefix("# sre: "): covered(one) for one in comments(text, "a.yaml")} == {
        "the text": ["0 a.0.b.d **", "0 e.0.b.d **", "0 e.1.0.b.d **", "0 e.2.b.d **", "0 f.b.d **"],
        "above an item": ["0 e.0 **"],
        "above an item after a dash": ["0 e.1 **"],
        "behind an item": ["0 e.2 **"],
        "behind a value": ["0 f **"],
    }


def test_an_alias_is_covered_where_its_text_stands() -> None:
    text = b"a: &x\n  # sre: here\n  b: 1\nc: *x\n"
    [one] = comments(text, "a.yaml")
    assert covered(one) == ["0 a.b **", "0 c.b **"]


def test_a_document_that_is_no_yaml_has_no_comments() -> None:
    text = b'a: "\n# sre: no\n---\n# sre: yes\nb: 1\n'
    assert [one.text for one in comments(text, "a.yaml")] == ["# sre: yes"]
