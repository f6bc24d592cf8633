"""Blocks in pages that people own: each row of what a person may do with a page, and thousands of random edits."""

from __future__ import annotations

import os
from collections import Counter

import pytest

from sre_compiler.output import blocks
from sre_compiler.output.artifact import Artifact
from tests.page_edits import check

EDITED_PAGES = int(os.environ.get("EDITED_PAGES", "10000"))
"""`EDITED_PAGES=100000 pytest tests/unit/test_blocks.py` tries more."""

OLD = f"---\nstatus: stub\n---\n{blocks.block('a', 'old')}\n## Why?\n\n{blocks.block('b', 'same')}"
NEW = f"---\nstatus: stub\n---\n{blocks.block('a', 'new')}\n## Why?\n\n{blocks.block('b', 'same')}"
A_OLD, A_NEW, B = (blocks.block(*one) for one in (("a", "old"), ("a", "new"), ("b", "same")))


def merged(page: str, wanted: str = NEW, known: tuple[str, ...] = ("a", "b")) -> tuple[str, list[tuple[str, int]]]:
    """The page, and each finding with its line."""
    result = blocks.merge(page, Artifact("p.md", wanted, "shop", "", page="shop/a"), known, "p.md")
    return result.text, [(one.name, one.where.line) for one in result.found]  # type: ignore[union-attr]


def test_a_block_that_nobody_edited_is_replaced() -> None:
    assert merged(OLD) == (NEW, [])
    assert merged(NEW) == (NEW, [])


def test_the_text_of_people_stays_to_the_byte() -> None:
    page = OLD.replace("Why?", "Why?\r\n\t \udce9\u2028 no end").replace("status: stub", "status: reviewed")
    assert merged(page)[0] == page.replace(A_OLD, A_NEW)


def test_an_edited_block_is_kept() -> None:
    page = OLD.replace("old\n", "mine\n")
    assert merged(page) == (page, [("edited-block", 4)])


def test_an_edit_to_what_would_be_written_is_adopted() -> None:
    assert merged(OLD.replace("old\n", "new\n")) == (NEW, [])


@pytest.mark.parametrize("left", ["", "\n", " \t\r\n\n"])
def test_an_emptied_block_is_written_anew(left: str) -> None:
    assert merged(OLD.replace("\nold\n\n", left)) == (NEW, [])


def test_a_deleted_block_stays_deleted_until_it_is_restored() -> None:
    page = OLD.replace(A_OLD, "")
    assert merged(page) == (page, [])
    assert merged(page, known=()) == (page.replace(B, f"\n{A_NEW}\n{B}"), [])


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("mine", f"mine\n\n{A_NEW}\n{B}"),
        ("mine\r\n", f"mine\r\n\r\n{A_NEW}\n{B}".replace("mine\r\n\r\n", "mine\n\n").replace("\n", "\r\n")),
        ("", f"\n{A_NEW}\n{B}"),
        (f"x\n{A_NEW}y\n", f"x\n{A_NEW}\n{B}\ny\n"),
        (f"\ufeff{B}y", f"\ufeff\n{A_NEW}\n{B}y"),
        (A_NEW.rstrip("\n"), f"{A_NEW}\n{B}"),
    ],
)
def test_a_new_block_follows_the_one_before_it(page: str, expected: str) -> None:
    assert merged(page, known=()) == (expected, [])


def test_a_moved_block_is_found() -> None:
    page = OLD.replace(A_OLD, "") + A_OLD
    assert merged(page) == (page.replace(A_OLD, A_NEW), [])


def test_a_block_that_is_no_longer_made_is_kept() -> None:
    page = NEW + blocks.block("c", "gone")
    assert merged(page) == (page, [("leftover-block", 17)])


BEGIN, END = "<!-- sre-compile:begin a sha256=0123456789ab -->\n", "<!-- sre-compile:end a -->\n"


@pytest.mark.parametrize(
    ("lines", "line", "reason"),
    [
        (BEGIN + "x\n", 1, "the block `a` has no end"),
        ("x\n" + END, 2, "no block `a` begins before its end"),
        (BEGIN + END.replace(" a ", " b "), 2, "no block `b` begins before its end"),
        (BEGIN + BEGIN.replace(" a ", " b ") + END, 2, "the block `b` begins inside of `a`"),
        (BEGIN + END + BEGIN + END, 3, "there is a second block `a`"),
        (BEGIN.replace("sha256", "sha") + END, 1, "this line is neither the first nor the last of a block"),
        (f"x {BEGIN}" + END, 1, "this line is neither the first nor the last of a block"),
        (BEGIN + END.replace("\n", " x\n"), 2, "this line is neither the first nor the last of a block"),
        (BEGIN.replace("\n", "") + END, 1, "this line is neither the first nor the last of a block"),
    ],
)
def test_a_page_with_broken_markers_is_left_alone(lines: str, line: int, reason: str) -> None:
    page = lines + "## Mine\n"
    found = blocks.merge(page, Artifact("p.md", NEW, "shop", "", page="shop/a"), (), "p.md")
    assert found.text == page
    assert [(one.name, one.where.line) for one in found.found] == [("broken-markers", line)]  # type: ignore[union-attr]
    assert reason in found.found[0].message


@pytest.mark.parametrize("change", [lambda page: page.replace("\n", "\r\n"), str.rstrip, lambda page: f"\ufeff{page}"])
def test_line_ends_the_final_one_and_the_mark_of_the_byte_order_stay(change: type[str]) -> None:
    assert merged(change(OLD)) == (change(NEW), [])
    assert merged(change(NEW)) == (change(NEW), [])


@pytest.mark.parametrize("body", [BEGIN, END, "a <!-- sre-compile:end a -->", "<!--\tsre-compile:x"])
def test_no_block_holds_a_marker(body: str) -> None:
    with pytest.raises(ValueError, match="no block"):
        blocks.block("a", body)


def test_random_edits_lose_nothing() -> None:
    seen: Counter[str] = Counter()
    for seed in range(EDITED_PAGES):
        seen.update(check(seed))
    rare = {what: seen[what] for what in ("added", "adopted", "broken", "deleted", "edited", "leftover", "replaced")}
    assert min(rare.values()) >= EDITED_PAGES // 1_000, rare
