"""Columns for people: as wide as their longest cell, numbers to the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sre_compiler.diagnostics.render.display import cells, shown


def table(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset(), indent: str = "  ") -> Iterator[str]:
    """The lines of a table; `right` are the columns that are set to the right. Nothing in a cell reaches the terminal as control."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (_cell(text, widths[at], right=at in right) for at, text in enumerate(row))
        yield (indent + "  ".join(padded)).rstrip()


def _cell(text: str, width: int, *, right: bool) -> str:
    gap = " " * (width - cells(text))
    return gap + shown(text) if right else shown(text) + gap
