"""Where each character of a scalar's value stands in the source.

Quotes, escapes, folded lines and the indentation of blocks are undone step by step, and every step is compared with the
value that the parser gave: where the two disagree the answer is None, and the caller shows the whole scalar.
"""

from __future__ import annotations

import re

from sre_compiler.documents.nodes import Scalar
from sre_compiler.documents.source import Source

Places = list[tuple[int, int]]
"""Start and end in the source text of each character of a value."""

_BREAK = r"(?:\r\n|\n|\r)"
_FOLD = rf"(?P<fold>[ \t]*(?:{_BREAK}[ \t]*)+)"
_PLAIN = re.compile(rf"{_FOLD}|(?P<text>[ \t]+|[^ \t\r\n]+)")
_SINGLE = re.compile(rf"{_FOLD}|(?P<escape>'')|(?P<text>[ \t]+|[^ \t\r\n']+)")
_DOUBLE = re.compile(
    rf"{_FOLD}|(?P<joined>\\(?:{_BREAK}[ \t]*)+)|(?P<escape>\\(?:x..|u.{{4}}|U.{{8}}|.))|(?P<text>[ \t]+|[^ \t\r\n\\]+)"
)
_LINE_BREAK = re.compile(_BREAK)
_BLOCK_LINE = re.compile(rf"([^\r\n]*)(?:{_BREAK}|\Z)")


def places(source: Source, scalar: Scalar, start: int) -> Places | None:
    """The places of all characters; `start` is the index of the scalar's text, after anchor and tag."""
    end = scalar.end_mark.index
    if scalar.style in {"|", ">"}:
        found = _block(source.text, start, end, scalar.value)
    elif scalar.style:
        found = _flow(_DOUBLE if scalar.style == '"' else _SINGLE, source.text, (start + 1, end - 1), scalar.value)
    else:
        found = _flow(_PLAIN, source.text, (start, end), scalar.value)
    return found if found is not None and len(found) == len(scalar.value) else None


def _flow(token: re.Pattern[str], text: str, extent: tuple[int, int], value: str) -> Places | None:
    found: Places = []
    for match in token.finditer(text, *extent):
        at, end = match.span()
        if match["text"]:
            if not value.startswith(match["text"], len(found)):
                return None
            found.extend((index, index + 1) for index in range(at, end))
        elif match.lastgroup == "escape":
            found.append((at, end))
        else:
            found.extend([(at, at)] * _folded(match))
    return found


def _folded(match: re.Match[str]) -> int:
    """The length of a break in the value: one is a space, or nothing after a backslash; each further one a line feed."""
    breaks = len(_LINE_BREAK.findall(match.group()))
    return max(breaks - 1, int(match.lastgroup == "fold"))


def _block(text: str, start: int, end: int, value: str) -> Places | None:
    header, *lines = _BLOCK_LINE.finditer(text, start, end)
    indent = _indent(lines, value)
    found: Places = []
    line_end = header.end(1)
    for line in lines:
        content = line[1][indent:]
        if not content:
            continue
        found.extend([(line_end, line_end)] * _breaks(value, len(found), content))
        if not value.startswith(content, len(found)):
            return None
        line_end = line.end(1)
        found.extend((index, index + 1) for index in range(line.start() + indent, line_end))
    rest = value[len(found) :]
    return None if rest.strip("\n") else [*found, *[(line_end, line_end)] * len(rest)]


def _indent(lines: list[re.Match[str]], value: str) -> int:
    """How far the block is indented: what its first line with text has in the source and not in the value."""
    first = next((line[1] for line in lines if line[1].strip()), "")
    kept = value.lstrip("\n")
    return len(first) - len(first.lstrip(" ")) - (len(kept) - len(kept.lstrip(" ")))


def _breaks(value: str, at: int, content: str) -> int:
    """How many characters of the value stand for the line breaks before a line's content."""
    end = at
    while value.startswith("\n", end):
        end += 1
    folded = end == at > 0 and value.startswith(" ", at) and content[0] not in " \t"
    return end - at + folded
