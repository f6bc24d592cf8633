"""Findings with an object path → findings with a line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from sre_compiler.diagnostics import Diagnostic, Fix, Place, Span
from sre_compiler.documents.document import Document
from sre_compiler.documents.reading import parse

_Where = Span | Place | None


def locate(diagnostics: Iterable[Diagnostic], read: Callable[[str], bytes]) -> list[Diagnostic]:
    """Replace every place by its span, and keep it in `at`. Each file is read and parsed once; one that is gone is shown by
    its first line.
    """
    diagnostics = list(diagnostics)
    spans: dict[_Where, Span] = {}
    for file, places in _by_file(diagnostics).items():
        spans |= _spans(file, places, read)
    return [_located(diagnostic, spans) for diagnostic in diagnostics]


def _by_file(diagnostics: list[Diagnostic]) -> dict[str, set[Place]]:
    found: dict[str, set[Place]] = {}
    for diagnostic in diagnostics:
        for where in _wheres(diagnostic):
            if isinstance(where, Place):
                found.setdefault(where.file, set()).add(where)
    return found


def _wheres(diagnostic: Diagnostic) -> list[_Where]:
    edits = diagnostic.fix.edits if diagnostic.fix else ()
    return [diagnostic.where, *(one.where for one in diagnostic.related), *(edit.where for edit in edits)]


def _spans(file: str, places: set[Place], read: Callable[[str], bytes]) -> dict[_Where, Span]:
    try:
        documents = {document.index: document for document in parse(read(file), file)[0]}
    except OSError:
        documents = {}
    return {place: _span(place, documents.get(place.document)) for place in places}


def _span(place: Place, document: Document | None) -> Span:
    return document.span(place) if document else Span(place.file, 1, 1, 1, 1)


def _located(diagnostic: Diagnostic, spans: dict[_Where, Span]) -> Diagnostic:
    related = tuple(replace(other, where=spans.get(other.where, other.where)) for other in diagnostic.related)
    where, at = diagnostic.where, diagnostic.where if isinstance(diagnostic.where, Place) else diagnostic.at
    return replace(diagnostic, where=spans.get(where, where), related=related, fix=_fixed(diagnostic.fix, spans), at=at)


def _fixed(fix: Fix | None, spans: dict[_Where, Span]) -> Fix | None:
    if fix is None:
        return None
    return replace(fix, edits=tuple(replace(edit, where=spans.get(edit.where, edit.where)) for edit in fix.edits))
