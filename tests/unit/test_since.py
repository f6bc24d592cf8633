"""What changed between two versions of the specs, by object path."""

from __future__ import annotations

import pytest

from sre_compiler.diagnostics import Diagnostic, Path, Place, Related, Severity, Span
from sre_compiler.triage.since import Changes, changes

BEFORE = """\
kind: Service
metadata: {name: web}
spec:
  tier: 1
  slos:
    - {name: a, objective: 99%}
    - {name: b, objective: 98%}
  legs: [{long: 1h}, {long: 6h}]
---
kind: Team
metadata: {name: shop}
spec: {members: [ana, bo]}
"""


def between(before: str, after: str) -> Changes:
    return changes({"a.yaml": before.encode()}, {"a.yaml": after.encode()})


def touched(found: Changes, document: int, *path: str | int) -> bool:
    place = Place("a.yaml", document, path)
    return found.touch(Diagnostic("n", Severity.WARNING, "m", Span("a.yaml", 1, 1, 1, 1), at=place), ())


@pytest.mark.parametrize(
    ("old", "new", "yes", "no"),
    [
        ("tier: 1", "tier: 2", [("spec", "tier"), ("spec",), ()], [("spec", "slos"), ("metadata", "name")]),
        ("99%", "97%", [("spec", "slos", 0, "objective"), ("spec", "slos", 0)], [("spec", "slos", 1), ("spec", "slos", 0, "name")]),
        ("    - {name: a, objective: 99%}\n", "", [("spec", "slos")], [("spec", "slos", 0), ("spec", "slos", 0, "objective")]),
        ("    - {name: a", "    - {name: c, x: 1}\n    - {name: a", [("spec", "slos", 0, "x")], [("spec", "slos", 1), ("spec", "tier")]),
        ("  tier: 1\n", "", [("spec", "slos", 0)], [("metadata",)]),
        ("  tier: 1\n", "  tier: 1\n  x: {y: 1}\n", [("spec", "x", "y"), ("spec",)], [("spec", "tier")]),
        ("{long: 6h}", "{long: 3d}", [("spec", "legs", 1, "long")], [("spec", "legs", 0)]),
        ("tier: 1", "tier: 1  # sre: allow n: why", [("spec", "tier")], [("spec", "slos", 0)]),
    ],
)  # fmt: skip
def test_a_change_touches_the_node_and_what_holds_it(old: str, new: str, yes: list[Path], no: list[Path]) -> None:
    found = between(BEFORE, BEFORE.replace(old, new))
    assert [path for path in yes if not touched(found, 0, *path)] == []
    assert [path for path in no if touched(found, 0, *path)] == []
    assert not touched(found, 1, "spec")


def test_a_comment_that_is_gone_touches_what_it_was_about() -> None:
    found = between(BEFORE.replace("tier: 1", "tier: 1  # sre: allow n: why"), BEFORE)
    assert touched(found, 0, "spec", "tier")
    assert not touched(found, 0, "spec", "slos", 0)


def test_what_moved_did_not_change() -> None:
    first, second = BEFORE.split("---\n")
    a, b = "    - {name: a, objective: 99%}\n", "    - {name: b, objective: 98%}\n"
    after = f"# more\n\n{second}---\n{first.replace(a + b, b + '    # a comment' + chr(10) + a)}"
    assert not touched(between(BEFORE, after), 1, "spec", "slos", 0)
    moved = changes({"a.yaml": BEFORE.encode()}, {"b.yaml": second.encode(), "a.yaml": first.encode()})
    assert moved.places == ()


def test_a_new_document_is_touched_whole() -> None:
    found = between("", BEFORE)
    assert touched(found, 1, "spec", "members", 0)


def test_the_other_half_of_a_finding_counts() -> None:
    found = between(BEFORE, BEFORE.replace("tier: 1", "tier: 2"))
    there = Related(Span("a.yaml", 4, 1, 4, 2), "this", Place("a.yaml", 0, ("spec", "tier")))
    place = Place("c.yaml", 0, ("spec",))
    finding = Diagnostic("n", Severity.WARNING, "m", Span("c.yaml", 1, 1, 1, 1), related=(there,), at=place)
    assert found.touch(finding, ())


def test_a_broken_spec_is_told_wherever_it_is() -> None:
    finding = Diagnostic("broken", Severity.ERROR, "m", Span("c.yaml", 1, 1, 1, 1), at=Place("c.yaml", 0, ()))
    assert between("", "").touch(finding, ("low",))
    assert not between("", "").touch(finding, ("broken",))
