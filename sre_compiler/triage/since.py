"""What changed between two versions of the specs, by object path; and which findings that touches.

A document is compared with the one of the same kind and name, wherever that stood; a list item with the one of the same name. What
only moved did not change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from sre_compiler.diagnostics import Diagnostic, Path, Place, Severity
from sre_compiler.documents import Data, Document, comments, parse
from sre_compiler.documents.comments import MARK, Cover
from sre_compiler.documents.named import item_name, title_of


class Changes(Struct, frozen=True):
    """The files that are not as they were, and what in them is not."""

    files: Collection[str]
    places: Collection[Cover]

    def touch(self, finding: Diagnostic, checked: Collection[str]) -> bool:
        """Whether a finding, or its other half, lies in what changed, or holds it.

        What says that a spec is broken is always told: the rest is not worth much beside it.
        """
        if finding.severity is Severity.ERROR and finding.name not in checked:
            return True
        places = [place for place in (finding.at, *(other.at for other in finding.related)) if place is not None]
        if finding.at is None and (finding.where is None or finding.where.file in self.files):
            return True
        return any(_touches(cover, place) for cover in self.places for place in places)


def _touches(cover: Cover, place: Place) -> bool:
    top = cover.place
    same = (top.file, top.document) == (place.file, place.document)
    return same and (top.path[: len(place.path)] == place.path or cover.holds(place))


def changes(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Changes:
    """What is different, given the files that are not byte for byte the same; those of only one side are new or gone."""
    before = {_title(one): one for file, content in old.items() for one in parse(content, file)[0]}
    after = {_title(one): one for file, content in new.items() for one in parse(content, file)[0]}
    found = [
        Cover(Place(one.file, one.index, cover.place.path), cover.deep)
        for title, one in after.items()
        for cover in _of_document(before.get(title), one)
    ]
    said = _said(old, before), _said(new, after)
    for title, _, path, deep in said[0] ^ said[1]:
        if title in after:
            one = after[title]
            found.append(Cover(Place(one.file, one.index, path), deep))
    return Changes(frozenset(new), tuple(found))


def _title(document: Document) -> str:
    """What a document is found by in the other version; one without a name by its file and number."""
    return title_of(document) or f"{document.file}:{document.index}"


def _said(files: Mapping[str, bytes], documents: Mapping[str, Document]) -> set[tuple[str, str, Path, bool]]:
    """The comments to the compiler, and what each is about."""
    titles = {(one.file, one.index): title for title, one in documents.items()}
    covers = [
        (comment.text, cover)
        for file, content in files.items()
        if MARK in content
        for comment in comments(content, file)
        for cover in comment.covers
    ]
    return {
        (titles.get((cover.place.file, cover.place.document), ""), text, cover.place.path, cover.deep)
        for text, cover in covers
    }


def _of_document(old: Document | None, new: Document) -> Iterator[Cover]:
    top = Place(new.file, new.index, ())
    if old is None:
        yield Cover(top)
    else:
        yield from _compare(old.data, new.data, top)


def _compare(old: Data, new: Data, place: Place) -> Iterator[Cover]:
    """The nodes of `new` that `old` has not like this."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        if old.keys() - new.keys():
            yield Cover(place)
        for key, value in new.items():
            yield from _compare(old[key], value, place.at(key)) if key in old else [Cover(place.at(key))]
    elif isinstance(old, list) and isinstance(new, list):
        yield from _compare_lists(old, new, place)
    else:
        yield Cover(place)


def _compare_lists(old: list[Data], new: list[Data], place: Place) -> Iterator[Cover]:
    """Items by their names; where not all have one, by their number."""
    yield Cover(place, deep=False)
    names = [item_name(item) for item in old], [item_name(item) for item in new]
    if not all(_are_names(one) for one in names):
        names = [str(index) for index, _ in enumerate(old)], [str(index) for index, _ in enumerate(new)]
    known = dict(zip(names[0], old, strict=True))
    for index, (name, item) in enumerate(zip(names[1], new, strict=True)):
        yield from _compare(known[name], item, place.at(index)) if name in known else [Cover(place.at(index))]


def _are_names(names: Iterable[str]) -> bool:
    names = list(names)
    return all(names) and len(set(names)) == len(names)
