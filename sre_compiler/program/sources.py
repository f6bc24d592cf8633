"""What the specs declare, before names are linked."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeVar, cast

from msgspec import Struct, field

from sre_compiler.diagnostics import Place
from sre_compiler.documents import Document as Text
from sre_compiler.kinds import ANY, Document

Kind = TypeVar("Kind", bound=Document)


class Declared(Struct, frozen=True):
    """One document that was read without an error, and where it stands."""

    model: Document
    place: Place


class Sources(Struct, frozen=True):
    """All documents of a folder. `broken` names the kinds of which a document could not be read, or `ANY`.

    A name that is not found may stand in a broken document: it is then not reported as unknown. `remembered` are the names of
    services that did not change and were not read again, and their places. `foreign` are the documents of files that specs name and
    that are no specs, by their paths below the root.
    """

    root: str
    declared: list[Declared]
    broken: frozenset[str]
    remembered: tuple[tuple[str, Place], ...] = ()
    foreign: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)

    def of(self, kind: type[Kind]) -> Iterator[tuple[Kind, Place]]:
        """The documents of one kind, in the order of the files."""
        for one in self.declared:
            if type(one.model) is kind:  # isinstance asks pydantic, which takes twenty times as long
                yield one.model, one.place

    def take(self, kind: type[Kind]) -> Iterator[tuple[Kind, Place]]:
        """The same, and each is forgotten as the next is asked for: the models of all services are most of the memory."""
        taken = [one for one in self.declared if type(one.model) is kind]
        self.declared[:] = [one for one in self.declared if type(one.model) is not kind]
        taken.reverse()
        while taken:
            one = taken.pop()
            yield cast("Kind", one.model), one.place

    def may_hold_more(self, kind: str) -> bool:
        """Whether a name of this kind may stand in a document that could not be read."""
        return kind in self.broken or ANY in self.broken

    def shown(self, file: str) -> str:
        """How generated files name a spec: the same on every machine, wherever the specs are."""
        return _shown(file, self.root)


@lru_cache(maxsize=64)
def _shown(file: str, root: str) -> str:
    inside = os.path.relpath(file, root) if file != root else os.path.basename(file)  # noqa: PTH119 - start-up time
    return _printable(f"specs/{inside}".replace(os.sep, "/"))


def _printable(name: str) -> str:
    r"""The name on one line of UTF-8 text: a line break in it is `\n`, a byte that is no character `\udcff`."""
    if name.isprintable():
        return name
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in name)
