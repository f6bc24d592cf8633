"""A key with its value, or an item of a list → the stretch of text that is theirs alone."""

from __future__ import annotations

import re

from sre_compiler.documents.edits.reach import end, end_of_line, line_break, start_of_line
from sre_compiler.documents.edits.splice import Splice
from sre_compiler.documents.edits.trail import Member, is_written_here
from sre_compiler.documents.nodes import Collection
from sre_compiler.documents.source import Source

_DASH = re.compile(r"[ \t]*-[ \t]*")
_COMMA = re.compile(r"\s*,\s*")


def removed(source: Source, member: Member) -> Splice | None:
    """Nothing in place of the member. None where it is the only one, or where others stand on its lines."""
    if len(member.holder.items) == member.width:
        return None
    if member.holder.is_flow:
        found = _with_a_comma(source, member)
    else:
        found = _lines(source, member) or _beside_dash(source, member)
    has_anchor = found is not None and "&" in source.text[found.start : found.end]
    return None if has_anchor else found  # others may repeat what it marks


def removed_at(source: Source, holder: Collection, index: int) -> Splice | None:
    """The same for the value at `index` of a mapping that has another key of this name."""
    member = Member(holder, index, inside=holder.is_flow)
    return removed(source, member) if is_written_here(member) else None


def _with_a_comma(source: Source, member: Member) -> Splice | None:
    """With the comma after it; the last one with the comma before it."""
    items, start = member.holder.items, member.first.start_mark.index
    ended = end(source, member.node)
    if member.index + 1 < len(items):
        following = items[member.index + 1].start_mark.index
        return Splice(start, following, "") if _COMMA.fullmatch(source.text, ended, following) else None
    before = end(source, items[member.index - member.width])
    return Splice(before, ended, "") if _COMMA.fullmatch(source.text, before, start) else None


def _lines(source: Source, member: Member) -> Splice | None:
    """The whole lines of a member of a block, the comment beside its last word included."""
    begun = member.first.start_mark.index
    start, stop = start_of_line(source, begun), end_of_line(source, end(source, member.node))
    lead = source.text[start:begun]
    alone = not lead.strip() if member.holder.is_mapping else _DASH.fullmatch(lead) is not None
    if not alone or stop is None or stop < begun:
        return None
    after = line_break(source, stop)
    if after or not start:
        return Splice(start, stop + len(after), "")
    return Splice(start - (2 if source.text[start - 2 : start] == "\r\n" else 1), stop, "")


def _beside_dash(source: Source, member: Member) -> Splice | None:
    """The first key beside the dash of a list: the second takes its place."""
    if not member.holder.is_mapping or member.index != 1:
        return None
    following = member.holder.items[2].start_mark.index
    between = source.text[end(source, member.node) : following]
    return None if between.strip() else Splice(member.first.start_mark.index, following, "")
