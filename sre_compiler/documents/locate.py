"""Findings with an object path → findings with a line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Related, Span
from sre_compiler.documents.document import Document
from sre_compiler.documents.named import object_of
from sre_compiler.documents.reading import parse


class _Found(Struct, frozen=True):
    """Each place with its span and what it is called, each edit of a place as one of a span; None if that is not exact."""

    places: dict[Place, tuple[Span, str]] = field(default_factory=dict)
    edits: dict[Edit, Edit | None] = field(default_factory=dict)


def locate(diagnostics: Iterable[Diagnostic], read: Callable[[str], bytes]) -> list[Diagnostic]:
    """Replace every place by its span, and keep it in `at`. Each file is read and parsed once; one that is gone is shown by
    its first line. A fix of which not every edit can be made exactly is left out.
    """
    diagnostics = list(diagnostics)
    found = _Found()
    for file, asked in _by_file(diagnostics).items():
        _look_up(asked, _documents(file, read), found)
    return [_located(diagnostic, found) for diagnostic in diagnostics]


def _by_file(diagnostics: list[Diagnostic]) -> dict[str, set[Place | Edit]]:
    asked: dict[str, set[Place | Edit]] = {}
    for diagnostic in diagnostics:
        for where in (diagnostic.where, *(one.where for one in diagnostic.related)):
            if isinstance(where, Place):
                asked.setdefault(where.file, set()).add(where)
        for edit in diagnostic.fix.edits if diagnostic.fix else ():
            if isinstance(edit.where, Place):
                asked.setdefault(edit.where.file, set()).add(edit)
    return asked


def _documents(file: str, read: Callable[[str], bytes]) -> Mapping[int, Document]:
    try:
        return {document.index: document for document in parse(read(file), file)[0]}
    except OSError:
        return {}


def _look_up(asked: set[Place | Edit], documents: Mapping[int, Document], found: _Found) -> None:
    for one in asked:
        if isinstance(one, Place):
            found.places[one] = _look(one, documents.get(one.document))
        elif isinstance(one.where, Place):
            document = documents.get(one.where.document)
            found.edits[one] = document.edit(one) if document else None


def _look(place: Place, document: Document | None) -> tuple[Span, str]:
    if document is None:
        return Span(place.file, 1, 1, 1, 1), ""
    return document.span(place), object_of(document, place.path)


def _located(diagnostic: Diagnostic, found: _Found) -> Diagnostic:
    related = tuple(_beside(other, found) for other in diagnostic.related)
    finding = replace(diagnostic, related=related, fix=_fixed(diagnostic.fix, found))
    where = diagnostic.where
    if not isinstance(where, Place):
        return finding
    span, name = found.places[where]
    return replace(finding, where=span, at=where, object=name)


def _beside(other: Related, found: _Found) -> Related:
    where = other.where
    return replace(other, where=found.places[where][0], at=where) if isinstance(where, Place) else other


def _fixed(fix: Fix | None, found: _Found) -> Fix | None:
    edits = [found.edits.get(edit, edit) for edit in fix.edits] if fix else []
    exact = tuple(edit for edit in edits if edit is not None)
    return replace(fix, edits=exact) if fix and len(exact) == len(edits) else None


def _span(where: Span | Place, found: _Found) -> Span:
    return found.places[where][0] if isinstance(where, Place) else where
