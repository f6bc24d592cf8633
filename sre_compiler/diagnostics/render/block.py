"""One finding → the lines of its block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from sre_compiler.diagnostics.diagnostic import Diagnostic, Place, Span
from sre_compiler.diagnostics.render.display import said, shown
from sre_compiler.diagnostics.render.excerpt import Lines, Mark, Page, excerpt, marks
from sre_compiler.diagnostics.render.paint import Paint

Files = Mapping[str, Lines]


class _Section(Struct, frozen=True):
    """What a finding says about one file; `unseen` are the labels whose lines the file does not have."""

    where: Span | Place
    is_primary: bool
    marks: list[Mark]
    unseen: list[str]


def block(diagnostic: Diagnostic, files: Files, more: str, width: int, *, color: bool) -> Iterator[str]:
    """Title, quoted source of each file, help, note and `more`; `files` holds the lines of each file that is named."""
    sections = _sections(diagnostic, files)
    last = max((mark.line for section in sections for mark in section.marks), default=1)
    paint = Paint(diagnostic.severity, color)
    page = Page(len(str(last)), width, paint)
    title = f": {said(diagnostic.message)} ({diagnostic.name}){marker(diagnostic)}"
    yield paint.word(diagnostic.severity.value) + paint.title(title)
    for section in sections:
        yield from _section(section, files[section.where.file], page)
    for word, text in (*_advice(diagnostic), ("note", diagnostic.note), ("more", more)):
        if text:
            yield from _remark(word, text, page)


def marker(diagnostic: Diagnostic) -> str:
    """What shows that `lint --fix` mends it."""
    return " [*]" if diagnostic.fix and diagnostic.fix.safe else ""


def _advice(diagnostic: Diagnostic) -> Iterator[tuple[str, str]]:
    """Help and fix; once, where they say the same."""
    fix = diagnostic.fix
    if fix is None or fix.title != diagnostic.help:
        yield "help", diagnostic.help
    if fix is not None:
        yield "fix" if fix.safe else "unsafe fix", fix.title


def address(where: Span | Place) -> str:
    """`file:line:column`, or the file alone."""
    file = shown(where.file)
    return f"{file}:{where.line}:{where.column}" if isinstance(where, Span) else file


def _sections(diagnostic: Diagnostic, files: Files) -> list[_Section]:
    sections: dict[str, _Section] = {}
    wheres = [(related.where, related.label, False) for related in diagnostic.related]
    if diagnostic.where is not None:
        wheres.insert(0, (diagnostic.where, diagnostic.label, True))
    for where, label, is_primary in wheres:
        section = sections.setdefault(where.file, _Section(where, is_primary, [], []))
        found = marks(where, label, files[where.file], primary=is_primary) if isinstance(where, Span) else []
        section.marks.extend(found)
        if label and not found:
            section.unseen.append(label)
    return list(sections.values())


def _section(section: _Section, lines: Lines, page: Page) -> Iterator[str]:
    arrow = "-->" if section.is_primary else ":::"
    yield f"{page.margin(arrow)} {address(section.where)}"
    if section.is_primary and section.marks:
        yield page.margin(" |")
    yield from excerpt(section.marks, lines, page)
    for label in section.unseen:
        yield from _remark("here", label, page)


def _remark(word: str, text: str, page: Page) -> Iterator[str]:
    """`= word: text`, further lines of the text below its first."""
    first, *others = text.rstrip("\n").split("\n")
    yield f"{page.margin(' =')} {page.paint.title(f'{word}:')} {said(first)}"
    indent = page.digits + len("  = : ") + len(word)
    yield from (f"{'':{indent}}{said(line)}".rstrip() for line in others)
