"""The order in which findings are told: by file, line and column, then the worse first."""

from __future__ import annotations

from collections.abc import Iterable

from sre_compiler.diagnostics.diagnostic import Diagnostic, Severity, Span

RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings in their order; those of no file come first."""
    return sorted(diagnostics, key=_order)


def _order(diagnostic: Diagnostic) -> tuple[str, int, int, int, str, str]:
    where = diagnostic.where
    line, column = (where.line, where.column) if isinstance(where, Span) else (0, 0)
    file = where.file if where else ""
    return file, line, column, RANK[diagnostic.severity], diagnostic.name, diagnostic.message
