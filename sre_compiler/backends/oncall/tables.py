"""Tables of GitHub's Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sre_compiler.output.markdown import text


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The first row is the head; what is not Markdown yet is made so."""
    head, *body = rows
    yield _line(head)
    yield "|" + "---|" * len(head)
    yield from map(_line, body)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(text, cells))} |"
