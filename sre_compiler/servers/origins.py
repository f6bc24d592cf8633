"""Where in the specs a generated thing comes from, by what the manifests say of it: a file and an object in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from msgspec import Struct

from sre_compiler import documents
from sre_compiler.diagnostics import Place
from sre_compiler.documents import Data, Document

Read = Callable[[str], bytes]


class Origins(Struct, frozen=True, dict=True):
    """Sources as `specs/checkout.yaml#checkout`; files that are not there have no places."""

    sources: frozenset[str]
    read: Read = documents.read

    @cached_property
    def _files(self) -> Mapping[str, str]:
        """The file of each service, and of the project."""
        return {name: file for file, _, name in sorted(one.partition("#") for one in self.sources)}

    def place(self, name: str) -> Place | None:
        """Where the name of the object is written."""
        service, _, slo = name.partition("@")[0].partition("/")
        for document in self._documents(self._files.get(service, "")):
            if _at(document.data, "metadata", "name") == service:
                steps = _item(_at(document.data, "spec", "slos"), {slo, f"{service}/{slo}"}) if slo else None
                path = ("metadata", "name") if steps is None else ("spec", "slos", steps, "name")
                return Place(document.file, document.index, path)
        return None

    def alert(self, service: str, name: str) -> Place | None:
        """Where the plain alert of a service is written."""
        for document in self._documents(self._files.get(service, "")):
            if _at(document.data, "metadata", "name") == service:
                item = _item(_at(document.data, "spec", "alerts"), {name})
                return None if item is None else Place(document.file, document.index, ("spec", "alerts", item, "name"))
        return None

    def _documents(self, file: str) -> list[Document]:
        try:
            return list(documents.parse(self.read(file), file)[0]) if file else []
        except OSError:
            return []


def _at(data: Data, *steps: str) -> Data:
    for step in steps:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def _item(items: Data, names: set[str]) -> int | None:
    """The number of the item with one of the names, as its name or its id."""
    found = items if isinstance(items, list) else []
    numbers = (n for n, one in enumerate(found) if {_at(one, "name"), _at(one, "id")} & names)
    return next(numbers, None)
