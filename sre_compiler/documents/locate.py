"""Findings with an object path → findings with a line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from sre_compiler.diagnostics import Diagnostic, Fix, Place, Span
from sre_compiler.documents.document import Document
from sre_compiler.documents.named import object_of
from sre_compiler.documents.reading import parse

_Where = Span | Place | None
_Found = dict[Place, tuple[Span, str]]
"""Each place with its span, and what it is called."""


def locate(diagnostics: Iterable[Diagnostic], read: Callable[[str], bytes]) -> list[Diagnostic]:
    """Replace every place by its span, and keep it in `at`. Each file is read and parsed once; one that is gone is shown by
    its first line.
    """
    diagnostics = list(diagnostics)
    found: _Found = {}
    for file, places in _by_file(diagnostics).items():
        found |= _found(file, places, read)
    return [_located(diagnostic, found) for diagnostic in diagnostics]


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


def _found(file: str, places: set[Place], read: Callable[[str], bytes]) -> _Found:
    try:
        documents = {document.index: document for document in parse(read(file), file)[0]}
    except OSError:
        documents = {}
    return {place: _look(place, documents.get(place.document)) for place in places}


def _look(place: Place, document: Document | None) -> tuple[Span, str]:
    if document is None:
        return Span(place.file, 1, 1, 1, 1), ""
    return document.span(place), object_of(document, place.path)


def _located(diagnostic: Diagnostic, found: _Found) -> Diagnostic:
    related = tuple(replace(other, where=_span(other.where, found)) for other in diagnostic.related)
    finding = replace(diagnostic, related=related, fix=_fixed(diagnostic.fix, found))
    where = diagnostic.where
    if not isinstance(where, Place):
        return finding
    span, name = found[where]
    return replace(finding, where=span, at=where, object=name)


def _fixed(fix: Fix | None, found: _Found) -> Fix | None:
    if fix is None:
        return None
    return replace(fix, edits=tuple(replace(edit, where=_span(edit.where, found)) for edit in fix.edits))


def _span(where: Span | Place, found: _Found) -> Span:
    return found[where][0] if isinstance(where, Place) else where
