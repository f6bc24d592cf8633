"""What is missing in runbooks: answers of people where an alert wakes somebody, and the other end of links."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.output import blocks
from sre_compiler.runbooks import problems
from sre_compiler.runbooks.outline import Outline, outline
from sre_compiler.runbooks.sections import ESCALATION, PAGED, SECTIONS, Section

NAMES = ("dead-runbook-link", "runbook-stub", "runbook-without-section")
_STATUS = re.compile(r"\ufeff?---[ \t]*\r?\n(?:(?!---).*\n)*?(status:[ \t]*([\"']?)stub\2)[ \t]*(?:#.*)?\r?\n")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|#!")


def findings(pages: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Everything about these pages, in the order of their paths."""
    outlines = {path: outline(_without_blocks(page)) for path, page in pages.items()}
    root = posixpath.commonpath([posixpath.dirname(path) for path in pages]) if pages else ""
    for path in sorted(pages):
        if _pages_somebody(pages[path]):
            yield from _unanswered(path, pages[path], outlines[path])
        yield from _dead_links(path, outlines, root)


def _without_blocks(page: str) -> str:
    """The page with empty lines for our blocks, except for their headings: what people wrote, and where one can go."""
    found = blocks.read(page)
    if isinstance(found, blocks.Broken):
        return page
    for one in reversed(found):
        lines = page[one.first : one.last].split("\n")
        kept = (line if line.startswith("#") else "" for line in lines)
        page = page[: one.first] + "\n".join(kept) + page[one.last :]
    return page


def _pages_somebody(page: str) -> bool:
    found = blocks.read(page)
    return not isinstance(found, blocks.Broken) and any(one.name == ESCALATION and PAGED in one.body for one in found)


def _unanswered(path: str, page: str, seen: Outline) -> Iterator[Diagnostic]:
    """One finding for a page that nobody has begun; else one for each section that is needed and says nothing."""
    status = _STATUS.match(page)
    if status is not None:
        line = page.count("\n", 0, status.start(1))
        yield problems.runbook_stub(seen.span(path, line, 0, len(status[1])))
        return
    for section in SECTIONS.values():
        heading = next((one for one in seen.headings if one.title.casefold() == section.title.casefold()), None)
        if section.needed and (heading is None or not _says_something(seen.body(heading), section)):
            yield problems.runbook_without_section(seen.span(path, heading.line if heading else 0), section.title)


def _says_something(body: str, section: Section) -> bool:
    said = "".join(line for line in _COMMENT.sub("", body).split("\n") if not line.startswith("#"))
    return said.strip().strip("_*") not in ("", section.question)


def _dead_links(path: str, pages: Mapping[str, Outline], root: str) -> Iterator[Diagnostic]:
    """Links to pages below the folder `root`, and to sections of them; nothing else can be seen from here."""
    seen = pages[path]
    for link in seen.links():
        if _ELSEWHERE.match(link.target):
            continue
        file, _, anchor = link.target.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(file))) if file else path
        where = seen.span(path, link.line, link.start, link.end)
        if target not in pages:
            if target.endswith(".md") and target.startswith(f"{root}/"):
                yield problems.dead_runbook_link(where, "there is no such page")
        elif anchor and not pages[target].has_anchor(anchor):
            yield problems.dead_runbook_link(where, f"that page has no heading for `#{anchor}`")
