"""Sections as text with aligned columns, or as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from sre_compiler.output.markdown import table, text
from sre_compiler.simulation.tables import Section

WIDTH = 118


def as_text(sections: Iterable[Section]) -> str:
    """The first section is the heading, and the others are set in below it."""
    return "\n".join(line.rstrip() for number, one in enumerate(sections) for line in _lines(one, "  " * (number > 0)))


def _lines(section: Section, margin: str) -> Iterator[str]:
    if margin:
        yield ""
    yield margin + section.title
    yield from wrap(section.said, WIDTH, initial_indent=f"  {margin}", subsequent_indent=f"  {margin}")
    if not section.rows:
        return
    if section.said:
        yield ""
    widths = [max(map(len, column)) for column in zip(*section.rows, strict=True)]
    for row in section.rows:
        yield f"  {margin}" + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))


def as_markdown(sections: Iterable[Section]) -> str:
    """A heading for each section; a table where it has rows."""
    return "\n".join(line for number, one in enumerate(sections) for line in _marked(one, "##" + "#" * (number > 0)))


def _marked(section: Section, level: str) -> Iterator[str]:
    yield from (f"{level} {text(section.title)}", "")
    if section.said:
        yield from (text(section.said), "")
    if section.rows:
        yield from (*table(section.rows), "")
