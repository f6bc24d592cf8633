"""A comment that allows a finding: its parts, and what it silences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sre_compiler.diagnostics import Diagnostic, Place, Severity, Span
from sre_compiler.documents import comments
from sre_compiler.triage.allow import settle
from sre_compiler.triage.expiry import expire
from sre_compiler.triage.grammar import Allow, parse
from sre_compiler.triage.judged import Judged, Names

NAMES = Names(("low", "high"), lambda: ("low", "high", "broken"))


def read(text: str) -> Allow | Diagnostic | None:
    [comment] = comments(f"{text}\na: 1\n".encode(), "a.yaml")
    return parse(comment)


@pytest.mark.parametrize(
    ("text", "names", "until", "reason"),
    [
        ("# sre: allow low: why", ["low"], "", "why"),
        ("#sre:allow low:why", ["low"], "", "why"),
        ("# sre: allow low , high until=2027-01-31 :  a: b, c # d", ["low", "high"], "2027-01-31", "a: b, c # d"),
        ("# sre: allow low, until=2027-01-31: why", ["low"], "2027-01-31", "why"),
        ("# sre: allow low", ["low"], "", ""),
    ],
)
def test_the_parts_of_an_allowance(text: str, names: list[str], until: str, reason: str) -> None:
    found = read(text)
    assert isinstance(found, Allow)
    assert ([name for name, _ in found.names], found.until, found.reason) == (names, until, reason)
    assert [text[where.column - 1 : where.end_column - 1] for _, where in found.names] == names


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# sre: allow", "# sre: allow <name>: <reason>"),
        ("# sre: allow : why", "# sre: allow <name>: why"),
        ("# sre: ALLOW low: why", "# sre: allow low: why"),
        ("# sre: ignore[low] until 2027-01-31, why", "# sre: allow low until=2027-01-31: why"),
        ("# sre: allow low until=2027-01-31 why", "# sre: allow low until=2027-01-31: why"),
    ],
)
def test_what_to_type_instead(text: str, wanted: str) -> None:
    found = read(text)
    assert isinstance(found, Diagnostic)
    assert found.help == f"write `{wanted}`"


@pytest.mark.parametrize(
    "text", ["# sre: allowed values are a and b", "# sre:", "# sre: off-hours are fine", "# sre: see x"]
)
def test_prose_is_no_allowance(text: str) -> None:
    assert read(text) is None


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30),
    st.sampled_from(["allow", "ignore"]),
)
def test_no_text_breaks_the_reader(rest: str, word: str) -> None:
    for comment in comments(f"# sre: {word}{rest}\na: 1\n".encode(), "a.yaml"):
        parse(comment)


def judged(text: str, *findings: tuple[str, tuple[str | int, ...]]) -> Judged:
    made = [
        Diagnostic(name, Severity.ERROR, "m", Span("a.yaml", 1, 1, 1, 2), at=Place("a.yaml", 0, path))
        for name, path in findings
    ]
    return settle(made, ["a.yaml"], lambda _: text.encode(), NAMES, checked=NAMES.allowable)


def test_the_nearest_of_several_comments_gives_the_reason() -> None:
    text = "# sre: allow low: outer\na:\n  # sre: allow low: inner\n  b: {c: 1}  # sre: allow low: line\nd: 1\n"
    found = judged(text, ("low", ("a", "b", "c")), ("low", ("d",)), ("high", ("d",)))
    assert [(one.silence.reason, one.at.path) for one in found.silenced] == [
        ("line", ("a", "b", "c")),
        ("outer", ("d",)),
    ]
    assert [one.name for one in found.reported] == ["high", "unused-allow"]
    assert found.reported[1].where == Span("a.yaml", 3, 3, 3, 26)


def test_another_document_and_another_file_are_not_covered() -> None:
    text = "# sre: allow low: why\na: 1\n---\na: 1\n"
    there = Diagnostic("low", Severity.ERROR, "m", None, at=Place("a.yaml", 1, ("a",)))
    other = Diagnostic("low", Severity.ERROR, "m", None, at=Place("b.yaml", 0, ("a",)))
    found = settle([there, other], ["a.yaml"], lambda _: text.encode(), NAMES, checked=())
    assert found == Judged((there, other))


def test_what_says_that_a_spec_is_broken_is_not_silenced() -> None:
    found = judged("a: 1  # sre: allow broken: why\n", ("broken", ("a",)))
    assert [one.name for one in found.reported] == ["broken", "never-allowed"]


def test_an_unused_comment_can_be_removed() -> None:
    [alone] = judged("a: 1\n# sre: allow low: why\nb: 1\n").reported
    [trailing] = judged("a: 1  # sre: allow low: why\n").reported
    assert [edit.where for one in (alone, trailing) for edit in one.fix.edits] == [
        Span("a.yaml", 2, 1, 3, 1),
        Span("a.yaml", 1, 5, 1, 28),
    ]
    [first, second] = judged("a: 1  # sre: allow low, high: why\n").reported
    assert (first.fix, second.fix) == (None, None)


@given(st.dates(), st.dates())
def test_an_allowance_holds_through_its_last_day(until: object, today: object) -> None:
    found = judged(f"a: 1  # sre: allow low until={until}: why\n", ("low", ("a",)), ("low", ("a",)))
    after = expire(found, str(today))
    if today <= until:
        assert after == found
    else:
        assert after.silenced == ()
        assert [one.name for one in after.reported] == ["low", "low", "expired-allow"]
