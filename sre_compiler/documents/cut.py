"""Texts without quotes that YAML reads otherwise than their writer meant, and without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Span
from sre_compiler.documents import problems
from sre_compiler.documents.extent import span
from sre_compiler.documents.nodes import Collection, Scalar
from sre_compiler.documents.source import Source

_COMMENT = re.compile(r"#(?<=[ \t]#)[^\r\n]*")
_GLUED = re.compile(r"([A-Za-z_][\w.-]*):([^\s:/].*)")
_CLOSING = {"(": ")", "[": "]", "{": "}"}

Comments = dict[int, tuple[int, int]]
"""Comments that may have cut a text, start and end, by the index where the text before them ends."""


def suspicious_comments(text: str) -> Comments:
    """The comments that close a quote or bracket which their line leaves open."""
    found: Comments = {}
    line_start = 0
    for match in _COMMENT.finditer(text):
        line_start = max(text.rfind("\n", line_start, match.start()), text.rfind("\r", line_start, match.start())) + 1
        before = text[line_start : match.start()].rstrip()
        if _closes(match.group(), before):
            found[line_start + len(before)] = match.span()
        line_start = match.end()
    return found


def _closes(text: str, before: str) -> bool:
    """Whether `before` leaves a quote or bracket open that `text` closes."""
    if before.count('"') % 2 and '"' in text:
        return True
    return any(before.count(opened) > before.count(closed) and closed in text for opened, closed in _CLOSING.items())


def truncated(source: Source, scalar: Scalar, comments: Comments, *, is_alone: bool) -> Diagnostic | None:
    """The finding for a text without quotes that one of these comments cuts; it `is_alone` where nothing else can belong to
    it: no bracket around it, and no further line.
    """
    start, end = comments.get(scalar.end_mark.index, (0, 0))
    if scalar.style or not _closes(source.text[start:end], scalar.value):
        return None
    from sre_compiler.documents.quoting import to_end_of_comment

    point = source.point(start, scalar.end_mark)
    comment = source.span(point, source.point(end, point))
    quoted = to_end_of_comment(source, scalar, (start, end)) if is_alone else None
    return problems.comment_truncates_value(span(source, scalar), comment, quoted)


def misread_in_flow(source: Source, flow: Collection) -> Iterator[Diagnostic]:
    """A finding for each text that its own commas cut into several items, and for each `key:value` without a space."""
    if flow.is_mapping:
        for key, value in zip(flow.items[::2], flow.items[1::2], strict=True):
            if value.value == "" and key.value is not None and (found := _GLUED.fullmatch(key.value)):
                yield no_space_after_colon(span(source, key), *found.groups())
    yield from _cut_apart(source, flow)


def no_space_after_colon(where: Span, key: str, value: str) -> Diagnostic:
    return problems.yaml_syntax(
        where, f"no space follows the colon of `{key}:`", "read as one text", f"write `{key}: {value}`"
    )


def _cut_apart(source: Source, flow: Collection) -> Iterator[Diagnostic]:
    written = source.text[flow.start_mark.index : flow.end_mark.index]
    if "(" not in written and '"' not in written:
        return
    first: tuple[int, Scalar] | None = None
    joined = ""
    for at, item in enumerate(flow.items):
        if isinstance(item, Collection) or item.style:
            continue
        if first and _closes(item.value, joined):
            yield cut_in_flow(source, flow.start_mark.index, first[1], _key(flow, first[0]), span(source, item))
            first = None
        elif first is None and _opens(item.value):
            first, joined = (at, item), item.value


def cut_in_flow(source: Source, opening: int, text: Scalar, key: str, cut: Span) -> Diagnostic:
    """The finding for the value of `key`, or the item where that is "", of which YAML reads only the beginning.

    `opening` is where the brace or bracket around it stands.
    """
    from sre_compiler.documents.quoting import of_item

    return problems.flow_promql(span(source, text), key, cut, of_item(source, opening, text.start_mark.index))


def _opens(text: str) -> bool:
    return text.count("(") > text.count(")") or text.count('"') % 2 == 1


def _key(flow: Collection, at: int) -> str:
    """The key of the value at `at`; "" for a key and for an item of a list."""
    return str(flow.items[at - 1].value) if flow.is_mapping and at % 2 else ""
