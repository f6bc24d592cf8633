"""`alertmanager.base`: somebody's own configuration, into whose routes ours are mounted."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.documents import Data, Document
from sre_compiler.program import problems
from sre_compiler.program.project import Project
from sre_compiler.program.sources import Sources

_LISTS = ("receivers", "inhibit_rules", "time_intervals", "mute_time_intervals", "templates")


class Base(Struct, frozen=True):
    """The configuration as it was written, and where it is named. Its `route` is a mapping with a receiver, its lists are lists."""

    document: Document
    named: Place

    @property
    def place(self) -> Place:
        return Place(self.document.file, self.document.index, ())

    def items(self, key: str) -> Iterator[tuple[Place, dict[str, Data]]]:
        """The mappings of a list at the top, each with its place."""
        listed = self.top.get(key)
        for index, one in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(one, dict):
                yield self.place.at(key, index), one

    def names(self, *keys: str) -> dict[str, Place]:
        """The `name` of each item of these lists."""
        found = ((one.get("name"), place) for key in keys for place, one in self.items(key))
        return {name: place.at("name") for name, place in found if isinstance(name, str)}

    @property
    def top(self) -> dict[str, Data]:
        return self.document.data if isinstance(self.document.data, dict) else {}


def resolve(sources: Sources, project: Project, found: list[Diagnostic]) -> Base | None:
    """What the project names, or None: where it names nothing, or after a finding."""
    declared = project.spec.alertmanager
    if declared is None or declared.base is None:
        return None
    named = project.place.at("spec", "alertmanager", "base")
    texts = sources.foreign.get(declared.base)
    if texts is None:
        found.append(problems.missing_file(declared.base, named))
        return None
    if not texts or texts[0].broken:
        return None
    base = Base(texts[0], named)
    wrong = [*_faults(base)]
    found += wrong
    return base if not wrong else None


def _faults(base: Base) -> Iterator[Diagnostic]:
    """What keeps it from being read: one finding, the first."""
    route = base.top.get("route")
    if not isinstance(route, dict) or not isinstance(route.get("receiver"), str):
        yield problems.unfit_base("a `route` with a `receiver`", base.place.at("route"))
    else:
        for key in _LISTS:
            if not isinstance(base.top.get(key) or [], list):
                yield problems.unfit_base(f"a list of `{key}`", base.place.at(key))
        if not isinstance(route.get("routes") or [], list):
            yield problems.unfit_base("a list of `routes`", base.place.at("route", "routes"))
