"""What to type instead of a key that is not known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal, get_args

from msgspec import Struct

from sre_compiler import typos
from sre_compiler.diagnostics import Edit, Fix, Place
from sre_compiler.documents import Data
from sre_compiler.kinds import corrections, outline
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.shapes import OneOf
from sre_compiler.kinds.synonyms import OURS

_DEEPEST = 3


class Advice(Struct, frozen=True):
    """`meant` is the key of the same mapping that was meant; None when there is no telling. `action` does what `text` says."""

    meant: str | None
    text: str
    action: Literal["say", "remove"] | None = None
    is_certain: bool = False

    def fix(self, place: Place) -> Fix | None:
        """The fix of the key at `place`."""
        if self.action is None or self.meant is None:
            return None
        edit = Edit(place.key(), self.meant, "say") if self.action == "say" else Edit(place, action="remove")
        return Fix(self.text, (edit,), self.is_certain)


def for_key(key: str, model: type[Model], present: Mapping[str, Data], missing: Collection[str]) -> Advice:
    """The key that was probably meant: by its letters, by another tool's word for it, or because it is missing here."""
    if " " in key and present.get(key) is None:
        return Advice(
            None, f"put the text before it in quotes: inside `{{…}}` a comma ends it, and `{key}` becomes a key"
        )
    known = outline.keys(model)
    free = [one for one in known if one not in present]
    meant = _meant(key, free)
    if meant:
        return Advice(meant, f"write `{meant}`", "say", typos.meant(key, known) == meant)
    twin = _meant(key, known)
    if twin:
        is_same = present.get(key) == present.get(twin)
        return Advice(twin, f"remove it: `{twin}` is here already", "remove", is_same)
    if present.get(key) is None:
        return Advice(
            None, "if it belongs to the text before it, put that text in quotes: inside `{…}` a comma ends it"
        )
    return _elsewhere(key, model) or _instead(known, missing)


def _meant(key: str, candidates: Collection[str]) -> str | None:
    folded = typos.folded(key)
    same = next((one for one in candidates if typos.folded(one) == folded), None)
    ours = next((one for one in OURS.get(folded, ()) if one in candidates), None)
    return same or ours or corrections.closest(key, candidates)


def _elsewhere(key: str, model: type[Model]) -> Advice | None:
    """The key, or ours for it, further down."""
    words = (key, *OURS.get(typos.folded(key), ()))
    found = [path for path in _paths(model) if path[-1] in words]
    if not found:
        return None
    *above, name = min(found, key=len)
    return Advice(above[0], f"write it as `{name}` below `{'.'.join(above)}`")


def _paths(model: type[Model], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of keys in the mappings that a mapping holds, by one or several steps."""
    for key, kind in outline.keys(model).items():
        path = (*above, key)
        if above:
            yield path
        held = _held(kind)
        if held and len(path) < _DEEPEST:
            yield from _paths(held, path)


def _held(kind: Any) -> type[Model] | None:
    """The mapping that a value, or an item of it, may be."""
    found = outline.plain(kind)
    while get_args(found):
        found = outline.plain(get_args(found)[-1] if get_args(found)[-1] is not Ellipsis else get_args(found)[0])
    found = found.mapping if isinstance(found, OneOf) else found
    return found if isinstance(found, type) and issubclass(found, Model) else None


def _instead(known: Collection[str], missing: Collection[str]) -> Advice:
    if missing:
        return Advice(None, f"write {' or '.join(f'`{one}`' for one in missing)}, which is missing here, or remove it")
    return Advice(None, f"remove it; the keys here are {', '.join(known)}")
