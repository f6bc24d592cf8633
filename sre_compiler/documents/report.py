"""Collecting the findings of one text."""

from __future__ import annotations

from collections.abc import Iterable

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.documents import limits


class Abandoned(Exception):  # noqa: N818 - it ends the reading of one text and is no bug
    """The rest of the text is not read; the finding that says why is already made."""


class Report:
    """Adds findings to a list, each once. Raises `Abandoned` when there are too many."""

    def __init__(self, found: list[Diagnostic]) -> None:
        self.found = found

    def __call__(self, finding: Diagnostic) -> None:
        last = self.found[-1] if self.found else None
        if last is None or (last.name, last.where) != (finding.name, finding.where):
            self.found.append(finding)
        if len(self.found) >= limits.FINDINGS:
            raise Abandoned

    def all(self, findings: Iterable[Diagnostic]) -> None:
        for finding in findings:
            self(finding)
