"""Text of a spec as Markdown that shows exactly this text: no markup, no HTML, no link that it did not give.

Holds for CommonMark and for GitHub's tables, in a paragraph, a list or a cell. Templates print nothing else: what is not `Markdown`
already goes through `text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import quote

_MARKUP = re.compile(
    r"[\\`*\[\]|~$]"  # code, emphasis, links, cells, formulas
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis; a name_like_this has none
    r"|(?<=\{)[{%]"  # what site generators would run
    r"|<|>|&(?=#?\w+;)"
)
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_START = re.compile(r"([0-9]{1,9})[.)](?=\s|$)|[-+](?=\s|$)|(?:-|=|#){1,6}(?=\s|$)|--|==")
"""Lists, headings, lines across the page."""
_HARD = re.compile(r"[`|<&\\]|^\s|\s$|^$|\{\{|\{%")
_NOT_EVEN_IN_CODE = re.compile(r"<!--|\{\{|\{%")
"""Would end a block of ours, or be run by a site generator."""
_SPACE = re.compile(r"\s")
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_IN_URLS = "!#$%&*+,-./:;=?@_~"
"""Stay as they are in an address: no parentheses, which end it in Markdown, and no quotes, which end it in HTML."""
_QUOTED = re.compile(f"[A-Za-z0-9{re.escape(_IN_URLS)}]*")

_OFTEN_SEEN = 1024
"""Texts of which is remembered how they are written: names and titles stand on many pages."""


class Markdown(str):
    """Text that is Markdown already."""

    __slots__ = ()


def text(value: object) -> Markdown:
    """Plain text in one line."""
    return value if isinstance(value, Markdown) else _line(str(value))


@lru_cache(maxsize=_OFTEN_SEEN)
def _line(value: str) -> Markdown:
    escaped = _escaped(value)
    start = _START.match(escaped)
    if start is None:
        return escaped
    kept = start[1] or ""
    return Markdown(f"{kept}\\{escaped[len(kept) :]}")


def _inside(value: object) -> Markdown:
    """Plain text where no line begins."""
    return value if isinstance(value, Markdown) else _escaped(str(value))


@lru_cache(maxsize=_OFTEN_SEEN)
def _escaped(value: str) -> Markdown:
    line = _visible(" ".join(value.split()))
    return Markdown(_MARKUP.sub(lambda match: _ENTITIES.get(match[0], f"\\{match[0]}"), line))


def paragraphs(value: str) -> Markdown:
    """Plain text with its empty lines, each paragraph in one line."""
    return Markdown("\n\n".join(text(one) for one in re.split(r"\n[ \t]*\n", value) if one.strip()))


def code(value: object) -> Markdown:
    """Code in one line."""
    return _code(str(value))


@lru_cache(maxsize=_OFTEN_SEEN)
def _code(value: str) -> Markdown:
    line = _visible(_SPACE.sub(" ", value))
    return Markdown(f"<code>{_entities(line)}</code>" if _HARD.search(line) else f"`{line}`")


def fence(value: str, language: str) -> Markdown:
    """Code in lines of its own; the text begins and ends with the fence."""
    lines = [_visible(line.expandtabs(4)) for line in value.strip("\n").split("\n")]
    if any(_NOT_EVEN_IN_CODE.search(line) for line in lines):
        return Markdown(f"<pre><code>{_entities(chr(10).join(lines))}</code></pre>")
    longest = max((len(ticks) for line in lines for ticks in re.findall("`+", line)), default=0)
    marks = "`" * max(3, longest + 1)
    return Markdown("\n".join((f"{marks}{language}", *lines, marks)))


def link(label: object, url: str) -> Markdown:
    """A link to an address of the web; only the label where it is none."""
    if not _WEB.match(url):
        return text(label)
    address = url if _QUOTED.fullmatch(url) else quote(url, safe=_IN_URLS)
    return Markdown(f"[{text(label)}]({address})")


def page_link(label: object, path: str) -> Markdown:
    """A link to another page, by its relative path."""
    return Markdown(f"[{text(label)}]({quote(path, safe='/._-~')})")


def joined(parts: list[Markdown], between: str = ", ") -> Markdown:
    """Several in a row."""
    return Markdown(between.join(parts))


def table(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A table of GitHub's, line by line: the first row is its head."""
    for number, cells in enumerate(rows):
        yield f"| {' | '.join(map(_inside, cells))} |"
        if number == 0:
            yield "|" + "---|" * len(cells)


def _visible(line: str) -> str:
    """With a sign in the place of what nobody would see, or what turns text around."""
    if line.isprintable():
        return line
    return "".join(character if character.isprintable() else "\ufffd" for character in line)


def _entities(line: str) -> str:
    """Nothing in it means anything to Markdown, HTML or a site generator."""
    return re.sub(r"[!-/:-@\[-`{-~]", lambda match: f"&#{ord(match[0])};", line)
