"""Machine-owned blocks in a page that people own: only what stands between a block's markers is ever replaced.

    <!-- sre-compile:begin NAME sha256=HASH -->
    what the compiler writes
    <!-- sre-compile:end NAME -->

HASH is that of the text between, as it was written: who finds another text there knows that somebody edited it. A page is a
text in which what is no UTF-8 is kept as surrogates; the file's own line ends are used, and count for nothing in a hash.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256

from msgspec import Struct

from sre_compiler.diagnostics import Diagnostic, Span
from sre_compiler.output import problems
from sre_compiler.output.artifact import Artifact

_SIGN = "<!-- sre-compile:"
_MARKER = re.compile(r"<!--[ \t]*sre-compile:")
_NAME = r"(?P<name>[a-z][a-z0-9-]*)"
_BEGIN = re.compile(rf"\ufeff?[ \t]*{_SIGN}begin {_NAME} sha256=(?P<hash>[0-9a-f]{{12}}) -->[ \t]*(?P<end>\r?\n?)")
_END = re.compile(rf"[ \t]*{_SIGN}end {_NAME} -->[ \t]*\r?\n?")


class Block(Struct, frozen=True):
    """A block of a page. `recorded` is the hash in its first marker, which stands at `hash_at`; `body` is [start, end)."""

    name: str
    recorded: str
    hash_at: int
    start: int
    end: int
    first: int
    last: int
    line: int
    line_end: str
    body: str

    @property
    def digest(self) -> str:
        """The hash of what stands in it now."""
        return digest(self.body)


class Broken(Struct, frozen=True):
    """Why a page's markers do not make blocks, and the line on which that shows."""

    line: int
    reason: str


class Merged(Struct, frozen=True):
    """A page with the blocks of now, and what is to be said about it."""

    text: str
    found: tuple[Diagnostic, ...]


def block(name: str, body: str) -> str:
    """A block as it stands in a new page. Raises ValueError for text that no block can hold."""
    lines = body.strip("\n")
    body = f"\n{lines}\n\n"  # some readers take what touches an HTML comment for a part of it
    text = f"{_SIGN}begin {name} sha256={digest(body)} -->\n{body}{_SIGN}end {name} -->\n"
    found = read(text)
    if isinstance(found, Broken) or len(found) != 1:
        raise ValueError(f"no block: {name!a}, {body!a}")
    return text


def digest(body: str) -> str:
    """The hash of a block's text, whatever its line ends."""
    return sha256(body.replace("\r\n", "\n").encode(errors="surrogateescape")).hexdigest()[:12]


def read(page: str) -> list[Block] | Broken:
    """The blocks of a page in their order."""
    blocks: dict[str, Block] = {}
    opened: re.Match[str] | None = None
    for start, after in _marker_lines(page):
        begin, end = _BEGIN.fullmatch(page, start, after), _END.fullmatch(page, start, after)
        if reason := _wrong(begin, end, opened, blocks):
            return Broken(_line(page, start), reason)
        if end is not None and opened is not None:
            blocks[end["name"]] = _block(page, opened, end)
        opened = begin
    if opened is not None:
        return Broken(_line(page, opened.start()), f"the block `{opened['name']}` has no end")
    return list(blocks.values())


def _marker_lines(page: str) -> Iterator[tuple[int, int]]:
    """Where each line that holds a marker begins, and where the next line does."""
    after = 0
    while marker := _MARKER.search(page, after):
        start = page.rfind("\n", 0, marker.start()) + 1
        after = page.find("\n", marker.end()) + 1 or len(page)
        yield start, after


def of_artifact(page: Artifact) -> tuple[Block, ...]:
    """The blocks of a page that we made. Raises ValueError where it is none."""
    return _of_text(page.text, page.path)


@lru_cache(maxsize=1)
def _of_text(text: str, path: str) -> tuple[Block, ...]:
    """Kept for the page at hand, whose blocks are asked for by all who look at it."""
    found = read(text)
    if isinstance(found, Broken):
        raise ValueError(f"{path}: {found.reason}")  # noqa: TRY004 - the value is what is wrong
    return tuple(found)


def fingerprint(page: Artifact) -> str:
    """What of a page that we made decides whether one on disk is fresh, as one word."""
    return ",".join(f"{one.name}={one.recorded}" for one in of_artifact(page))


def is_fresh(content: bytes, wanted: str) -> bool:
    """Whether the blocks of a page on disk are those of this fingerprint; some may be missing, none may be edited."""
    found = read(content.decode(errors="surrogateescape"))
    hashes = dict(part.split("=") for part in wanted.split(",") if part)
    return not isinstance(found, Broken) and all(hashes.get(one.name) == one.recorded == one.digest for one in found)


def _wrong(
    begin: re.Match[str] | None, end: re.Match[str] | None, opened: re.Match[str] | None, known: Collection[str]
) -> str:
    """What is wrong with a line that holds a marker, inside of the block that was opened; "" if nothing is."""
    if begin is not None and opened is not None:
        return f"the block `{begin['name']}` begins inside of `{opened['name']}`"
    if begin is not None and begin["name"] in known:
        return f"there is a second block `{begin['name']}`"
    if begin is not None:
        return ""
    if end is None:
        return "this line is neither the first nor the last of a block"
    if opened is None or opened["name"] != end["name"]:
        return f"no block `{end['name']}` begins before its end"
    return ""


def _block(page: str, begin: re.Match[str], end: re.Match[str]) -> Block:
    return Block(
        name=begin["name"],
        recorded=begin["hash"],
        hash_at=begin.start("hash"),
        start=begin.end(),
        end=end.start(),
        first=begin.start() + page.startswith("\ufeff", begin.start()),
        last=end.end(),
        line=_line(page, begin.start()),
        line_end=begin["end"],
        body=page[begin.end() : end.start()],
    )


def merge(page: str, wanted: Artifact, known: Collection[str], shown: str) -> Merged:
    """The page with the blocks of the wanted one; `shown` is what findings call it.

    A block that the page does not have was deleted if it is among the `known` ones, and stays so; else it is new, and comes after
    the one that it follows in the wanted page. What somebody edited is kept, unless nothing is left of it.
    """
    theirs, ours = read(page), {one.name: one for one in of_artifact(wanted)}
    if isinstance(theirs, Broken):
        return Merged(page, (problems.broken_markers(_span(shown, page, theirs.line), theirs.reason),))
    found: list[Diagnostic] = []
    edits: list[tuple[int, int, str]] = []
    for one in theirs:
        new = ours.get(one.name)
        if new is None:
            found.append(problems.leftover_block(_span(shown, page, one.line), one.name))
        elif one.digest not in (one.recorded, new.recorded) and one.body.strip():
            found.append(problems.edited_block(_span(shown, page, one.line), one.name))
        else:
            edits += _replaced(one, new)
    edits += _added(page, {one.name: one for one in theirs}, wanted.text, ours, known)
    return Merged(_spliced(page, edits), tuple(found))


def _replaced(old: Block, new: Block) -> Iterator[tuple[int, int, str]]:
    if old.recorded != new.recorded:
        yield old.hash_at, old.hash_at + len(old.recorded), new.recorded
    if old.digest != new.recorded:
        yield old.start, old.end, new.body.replace("\n", old.line_end)


def _added(
    page: str, theirs: Mapping[str, Block], wanted: str, ours: Mapping[str, Block], known: Collection[str]
) -> Iterator[tuple[int, int, str]]:
    """Each new block after the one before it, else before the one behind it, else at the end."""
    place = min((one.first for name, one in theirs.items() if name in ours), default=len(page))
    line_end = "\r\n" if "\r\n" in page else "\n"
    used: set[int] = set()
    for name, one in ours.items():
        if name in theirs:
            place = theirs[name].last
        elif name not in known:
            gap = "" if place in used or page[place - 1 : place] in ("", "\n", "\ufeff") else "\n"
            used.add(place)
            after = "" if page[place : place + 1] in ("", "\n", "\r") else "\n"
            yield place, place, f"{gap}\n{wanted[one.first : one.last]}{after}".replace("\n", line_end)


def _spliced(page: str, edits: Collection[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    done = 0
    for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
        parts += page[done:start], text
        done = end
    return "".join((*parts, page[done:]))


def _span(shown: str, page: str, line: int) -> Span:
    width = len(page.split("\n", line)[line - 1].rstrip("\r"))
    return Span(shown, line, 1, line, width + 1)


def _line(page: str, offset: int) -> int:
    return page.count("\n", 0, offset) + 1
