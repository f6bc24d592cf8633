"""A page as its headings and links, as far as Markdown can be read line by line: what stands in code or comments is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from msgspec import Struct

from sre_compiler.diagnostics import Span

_LONGEST = 2_000
"""Longer lines are data, not prose, and are not looked at."""
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_NO_TEXT = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|<!--.*?-->")
_LINK = re.compile(r"\[[^\]\n]*\]\(\s*<?([^)\s<>]+)")
_ANCHOR = re.compile(r"(?:\bid|\bname)\s*=\s*[\"']?([^\"'\s>]+)|\{#([^\s}]+)\}")
_NOT_IN_A_SLUG = re.compile(r"[^\w\- ]")


class Heading(Struct, frozen=True):
    """`line` counts from 0."""

    level: int
    title: str
    line: int


class Link(Struct, frozen=True):
    """Where a link leads, and where it says so."""

    target: str
    line: int
    start: int
    end: int


class Outline(Struct, frozen=True):
    """The lines of a page, with what is code or a comment blanked; its headings and the links below them."""

    lines: tuple[str, ...]
    texts: tuple[str, ...]
    headings: tuple[Heading, ...]

    def links(self) -> Iterator[Link]:
        """Every inline link."""
        for number, text in enumerate(self.texts):
            for match in _LINK.finditer(text):
                yield Link(match[1], number, match.start(1), match.end(1))

    def body(self, heading: Heading) -> str:
        """What stands below a heading, deeper headings included."""
        later = (one.line for one in self.headings if one.line > heading.line and one.level <= heading.level)
        return "\n".join(self.lines[heading.line + 1 : next(later, None)])

    def has_anchor(self, name: str) -> bool:
        """Whether a link may lead to this place of the page: a heading, or an anchor that somebody put there."""
        wanted = unquote(name).lower()
        slugs: dict[str, int] = {}
        for heading in self.headings:
            slug = _NOT_IN_A_SLUG.sub("", heading.title.lower()).replace(" ", "-")
            count = slugs[slug] = slugs.get(slug, -1) + 1
            if wanted == (f"{slug}-{count}" if count else slug):
                return True
        return any(
            wanted in (match[1] or match[2]).lower().split() for match in _ANCHOR.finditer("\n".join(self.lines))
        )

    def span(self, file: str, line: int, start: int = 0, end: int | None = None) -> Span:
        """Characters [start, end) of a line; all of it where no end is given."""
        return Span(file, line + 1, start + 1, line + 1, (len(self.lines[line]) if end is None else end) + 1)


def outline(page: str) -> Outline:
    """The outline of a page."""
    lines = tuple(line.rstrip("\r") for line in page.split("\n"))
    texts = tuple(_texts(lines))
    found = ((number, _HEADING.match(text)) for number, text in enumerate(texts))
    headings = tuple(Heading(len(match[1]), match[2], number) for number, match in found if match is not None)
    return Outline(lines, texts, headings)


def _texts(lines: tuple[str, ...]) -> Iterator[str]:
    """Each line with spaces for what is code or a comment."""
    fence = ""
    for line in lines:
        opened = _FENCE.match(line)
        if fence:
            yield ""
            if opened is not None and opened[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif opened is not None:
            fence = opened[1]
            yield ""
        elif len(line) > _LONGEST:
            yield ""
        else:
            yield _NO_TEXT.sub(lambda match: " " * len(match[0]), line)
