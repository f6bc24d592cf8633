"""A new key with its value → where it is put among the keys of its mapping."""

from __future__ import annotations

from sre_compiler.documents.edits.reach import end, end_of_line, line_break
from sre_compiler.documents.edits.splice import Splice
from sre_compiler.documents.nodes import Collection
from sre_compiler.documents.source import Source


def added(source: Source, holder: Collection, entry: str, *, first: bool) -> Splice | None:
    """`entry`, a key and its value on one line, after the last key of the mapping, or with `first` before all of them."""
    if holder.is_flow:
        return _in_flow(source, holder, entry)
    indent = " " * holder.items[0].start_mark.column
    at = end_of_line(source, end(source, holder))
    if at is None or _keeps_blank_lines(source, holder):
        return None
    newline = line_break(source, source.line_end(holder.start_mark).index) or "\n"
    if first:
        return Splice(holder.start_mark.index, holder.start_mark.index, f"{entry}{newline}{indent}")
    return Splice(at, at, f"{newline}{indent}{entry}")


def _in_flow(source: Source, holder: Collection, entry: str) -> Splice | None:
    closing = holder.end_mark.index - 1
    if not holder.items:
        return Splice(closing, closing, entry)
    last = end(source, holder.items[-1])
    return None if source.text[last:closing].strip() else Splice(last, last, f", {entry}")


def _keeps_blank_lines(source: Source, holder: Collection) -> bool:
    """Whether the mapping ends with a block whose last blank lines are part of its text."""
    last = holder.items[-1]
    while isinstance(last, Collection) and last.items and not last.is_flow:
        last = last.items[-1]
    if isinstance(last, Collection) or last.style not in {"|", ">"}:
        return False
    header = source.text[last.start_mark.index : source.line_end(last.start_mark).index]
    return "+" in header.partition("#")[0]
