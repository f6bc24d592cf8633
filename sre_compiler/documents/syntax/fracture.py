"""The point where the parser gave up, and the text around it."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct
from yaml import MarkedYAMLError, ScalarEvent
from yaml._yaml import CParser

from sre_compiler.diagnostics import Span
from sre_compiler.documents.nodes import Scalar
from sre_compiler.documents.source import START, Mark, Point, Source, split_lines

_COMMENT = re.compile(r"[ \t]+#.*|[ \t]+$")
_SHORT = 60


class Fracture(Struct, frozen=True):
    """What is known about a break.

    `problem` is the parser's own word, to be compared and never shown; `at` is where it gave up; `begun` where the thing
    began that it was reading, if it says so; `before` is the last scalar that it read, `key` the one before that.
    """

    source: Source
    lines: list[str]
    problem: str
    at: Mark
    begun: Mark
    before: Scalar | None
    key: Scalar | None

    @property
    def character(self) -> str:
        """The character it gave up at; "" at the end of a line."""
        return self.line()[self.at.column : self.at.column + 1]

    @property
    def is_at_end(self) -> bool:
        """Whether nothing but blank lines and comments follows."""
        rest = [self.line()[self.at.column :], *self.lines[self.at.line + 1 :]]
        return not any(without_comment(f" {text}").strip() for text in rest)

    def line(self, mark: Mark | None = None) -> str:
        """The line of a mark, by default of the break."""
        return self.lines[(mark or self.at).line]

    def line_above(self) -> int | None:
        """The number of the nearest line above the break that is neither blank nor a comment."""
        above = range(self.at.line - 1, -1, -1)
        return next((line for line in above if self.lines[line].strip() and self.lines[line].lstrip()[0] != "#"), None)

    def span(self, line: int, start: int, end: int | None = None) -> Span:
        """The columns [start, end) of a line; by default up to the end of what is written before a comment."""
        if end is None:
            end = len(without_comment(self.lines[line]))
        number = self.source.line + line + 1
        return Span(self.source.file, number, start + 1, number, max(start, end) + 1)


def fracture(source: Source, error: MarkedYAMLError) -> Fracture:
    """Look at the text around an error. The text is parsed once more, for the scalars before the break."""
    lines = split_lines(source.text)
    at = _inside(lines, error.problem_mark or error.context_mark or START)
    begun = _inside(lines, error.context_mark or error.problem_mark or START)
    before, key = _last_scalars(source.text)
    return Fracture(source, lines, error.problem or "", at, begun, before, key)


def _inside(lines: list[str], mark: Mark) -> Mark:
    """The mark, or the end of the text: the parser's end is a line further down."""
    return mark if mark.line < len(lines) else Point(mark.index, len(lines) - 1, len(lines[-1]))


def _last_scalars(text: str) -> tuple[Scalar | None, Scalar | None]:
    last: Any = None
    previous: Any = None
    next_event: Any = CParser(text).get_event
    try:
        for event in iter(next_event, None):
            if event.__class__ is ScalarEvent:
                last, previous = event, last
    except MarkedYAMLError:
        pass
    return last, previous


def indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def without_comment(line: str) -> str:
    """The line up to its first ` #`, without blanks at its end."""
    found = _COMMENT.search(line)
    return line[: found.start()] if found else line


def quoted(text: str) -> str:
    """The text as a YAML scalar in quotes; a hint how, if it is long."""
    if len(text) > _SHORT:
        return '"…"' if '"' not in text else "'…'"
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'{}'".format(text.replace("'", "''"))


def whole_in_quotes(broken: Fracture, line: int, text: str) -> str:
    """The text in quotes, where it is all of the value: outside of brackets, on one line, and with no quote at its start.

    "" where that is not certain.
    """
    before, below = broken.lines[line].partition(text)[0], broken.lines[line + 1 : line + 2]
    goes_on = any(indentation(one) > indentation(broken.lines[line]) and one.strip() for one in below)
    if goes_on or len(text) > _SHORT or text[0] in "\"'" or any(sign in before for sign in "{[\"'#"):
        return ""
    return quoted(text)
