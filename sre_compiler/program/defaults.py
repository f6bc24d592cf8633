"""Layered defaults of the project: the last entry that matches a service wins, key by key."""

from __future__ import annotations

from typing import Generic, TypeVar

from msgspec import Struct, field

from sre_compiler import kinds
from sre_compiler.diagnostics import Place

Value = TypeVar("Value")


class Sourced(Struct, Generic[Value], frozen=True):
    """A value and the place that decided it."""

    value: Value
    place: Place


class Defaults(Struct, frozen=True, eq=False):
    """The project's entries, in order, and where their list stands. What was found once is kept in `_known`."""

    entries: tuple[kinds.Defaults, ...]
    place: Place
    _known: dict[tuple[object, ...], Sourced[object] | None] = field(default_factory=dict)

    def find(self, key: str, spec: kinds.ServiceSpec) -> Sourced[object] | None:
        """What the last entry for this service says about `key`; None where none does."""
        asked = (key, spec.tier, spec.team)
        if asked not in self._known:
            self._known[asked] = self._find(key, spec)
        return self._known[asked]

    def _find(self, key: str, spec: kinds.ServiceSpec) -> Sourced[object] | None:
        for index in range(len(self.entries) - 1, -1, -1):
            entry = self.entries[index]
            value = getattr(entry, key)
            if value is not None and _matches(entry, spec):
                return Sourced(value, self.place.at(index, key))
        return None


def _matches(entry: kinds.Defaults, spec: kinds.ServiceSpec) -> bool:
    where = entry.where
    if where is None:
        return True
    return where.tier in (None, spec.tier) and where.team in (None, spec.team)
