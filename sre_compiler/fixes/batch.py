"""Which fixes can be made at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sre_compiler.diagnostics import Diagnostic, Edit, Severity, Span
from sre_compiler.diagnostics.render.order import ordered
from sre_compiler.documents import problems as of_texts
from sre_compiler.documents.edits import overlap
from sre_compiler.fixes.specs import edits_of
from sre_compiler.kinds import problems as of_documents
from sre_compiler.program import problems as of_the_program

_ROOMS = (of_texts, of_documents, of_the_program)

Wanted = Callable[[Diagnostic], bool]


def room(finding: Diagnostic) -> int:
    """The position of the room that makes the finding, in the order of the rooms; the checks are the last."""
    name = finding.name.replace("-", "_")
    return next((number for number, problems in enumerate(_ROOMS) if hasattr(problems, name)), len(_ROOMS))


def _stage(finding: Diagnostic) -> tuple[int, bool, bool]:
    """What one room finds is looked at again before the next one's, errors before advice, and what changes outputs last."""
    return room(finding), finding.severity is not Severity.ERROR, bool(finding.fix and finding.fix.changes)


def stages(findings: Iterable[Diagnostic], wanted: Wanted) -> list[tuple[int, bool, bool]]:
    """The stages in which there is something to mend."""
    return sorted({_stage(one) for one in findings if one.fix and wanted(one)})


def batch(findings: Iterable[Diagnostic], stage: tuple[int, bool, bool], wanted: Wanted) -> list[Diagnostic]:
    """The findings of a stage whose fixes do not overlap, the first ones first; others wait for the next time."""
    chosen: list[Diagnostic] = []
    taken: dict[str, list[Edit]] = {}
    for finding in ordered(findings):
        edits = edits_of([finding])
        if edits and _stage(finding) == stage and wanted(finding) and not any(_clashes(one, taken) for one in edits):
            chosen.append(finding)
            for edit in edits:
                taken.setdefault(edit.where.file, []).append(edit)
    return chosen


def _clashes(edit: Edit, taken: dict[str, list[Edit]]) -> bool:
    others = [one for one in taken.get(edit.where.file, ()) if one != edit]
    assert isinstance(edit.where, Span)  # noqa: S101 - findings have been located
    return any(isinstance(one.where, Span) and overlap(edit.where, one.where) for one in others)
