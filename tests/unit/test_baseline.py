"""The baseline: what it knows is silenced, its number only falls, and nothing that moves makes it useless."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sre_compiler.diagnostics import Diagnostic, Severity, Span
from sre_compiler.triage.baseline import (
    BaselineError,
    Key,
    Scope,
    applied,
    counted,
    gone,
    grown,
    matched,
    parse,
    shrunk,
    written,
)
from sre_compiler.triage.judged import Judged

SCOPE = Scope({"low", "high"}, lambda _: True, lambda file: file.removeprefix("specs/"))
_keys = st.builds(Key, st.sampled_from(["low", "high"]), st.sampled_from(["a.yaml", "b c.yaml"]), st.text(max_size=4))
_counts = st.dictionaries(_keys, st.integers(1, 3), max_size=5)


def found(name: str, about: str, line: int = 1, message: str = "m", file: str = "specs/a.yaml") -> Diagnostic:
    return Diagnostic(name, Severity.ERROR, message, Span(file, line, 1, line, 2), object=about)


@given(_counts)
def test_a_baseline_is_read_as_it_was_written(counts: dict[Key, int]) -> None:
    text = written(counts)
    assert parse(text) == counts
    assert written(dict(reversed(counts.items()))) == text
    assert len(text.splitlines()) == len(counts) + (2 if counts else 1)


@given(st.lists(st.tuples(st.sampled_from(["low", "high"]), st.sampled_from("xyz"))), st.randoms(use_true_random=False))
def test_neither_lines_nor_words_nor_order_make_old_findings_new(known: list, chance: random.Random) -> None:
    before = [found(name, about, line) for line, (name, about) in enumerate(known, start=1)]
    moved = [found(name, about, chance.randint(1, 99), chance.choice("mn")) for name, about in known]
    chance.shuffle(moved)
    after = applied(Judged(tuple(moved)), parse(written(counted(before, SCOPE))), SCOPE)
    assert after.reported == ()
    assert [*gone(matched(after, SCOPE), counted(before, SCOPE), SCOPE, "b.json", "")] == []


def test_more_of_a_finding_than_is_known_is_reported() -> None:
    after = applied(Judged((found("low", "x", 1), found("low", "x", 2))), {Key("low", "a.yaml", "x"): 1}, SCOPE)
    assert [one.where.line for one in after.reported] == [2]
    assert [one.silence.by for one in after.silenced] == ["baseline"]


def test_what_is_broken_is_never_known() -> None:
    broken = Judged((found("broken", "x"),))
    assert applied(broken, {Key("broken", "a.yaml", "x"): 1}, SCOPE) == broken
    assert counted(broken.reported, SCOPE) == {}


def test_what_is_gone_is_told_at_its_line() -> None:
    counts = {Key("low", "a.yaml", "x"): 3, Key("low", "a.yaml", "y"): 1}
    after = applied(Judged((found("low", "x"), found("low", "y"))), counts, SCOPE)
    [one] = gone(matched(after, SCOPE), counts, SCOPE, "b.json", written(counts))
    assert (one.name, one.where.line, one.label) == ("stale-baseline-entry", 2, "1 of 3 are there")
    nowhere = Scope(SCOPE.names, lambda _: False, SCOPE.called)
    assert [*gone(matched(after, SCOPE), counts, nowhere, "b.json", written(counts))] == []


@given(_counts, _counts)
def test_only_growth_that_was_asked_for_adds_to_it(counts: dict[Key, int], now: dict[Key, int]) -> None:
    smaller = shrunk(counts, now, SCOPE)
    assert Counter(smaller) == Counter(counts) & Counter(now)
    assert Counter(grown(counts, now, SCOPE)) == Counter(now)
    elsewhere = Scope(SCOPE.names, lambda _: False, SCOPE.called)
    assert shrunk(counts, now, elsewhere) == counts


def test_two_branches_that_added_the_same_merge() -> None:
    entry = {"name": "low", "file": "a.yaml", "object": "x", "count": 2}
    assert parse(json.dumps({"version": 1, "findings": [entry, entry]})) == {Key("low", "a.yaml", "x"): 2}


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< ours",
        "[]",
        '{"version": 2, "findings": []}',
        '{"version": 1, "findings": [{"name": "low"}]}',
        '{"version": 1, "findings": [{"name": "low", "file": "a", "object": "x", "count": 0}]}',
        '{"version": 1, "findings": [{"name": "low", "file": "a", "object": "x", "count": true}]}',
    ],
)
def test_what_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(BaselineError):
        parse(text)
