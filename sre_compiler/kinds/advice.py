"""What to type instead of a key that is not known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sre_compiler.kinds import corrections, outline
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.shapes import OneOf
from sre_compiler.kinds.synonyms import OURS


@dataclass(frozen=True, slots=True)
class Advice:
    """`meant` is the key of the same mapping that was meant; None when there is no telling."""

    meant: str | None
    text: str


def for_key(key: str, model: type[Model], present: Collection[str], missing: Collection[str]) -> Advice:
    """The key that was probably meant, by its letters, by another tool's word for it, or because it is missing here."""
    known = outline.keys(model)
    absent = [one for one in known if one not in present]
    meant = _same_letters(key, absent) or _other_word(key, absent) or corrections.closest(key, absent)
    if meant:
        return Advice(meant, f"write `{meant}`")
    twin = _same_letters(key, known) or _other_word(key, known) or corrections.closest(key, known)
    if twin:
        return Advice(twin, f"remove it: `{twin}` is here already")
    within = [one for one, kind in known.items() if key in _keys_below(kind)]
    if within:
        return Advice(within[0], f"write it below `{within[0]}:`")
    if missing:
        return Advice(None, f"write {' or '.join(f'`{one}`' for one in missing)}, which is missing here, or remove it")
    return Advice(None, f"remove it; the keys here are {', '.join(known)}")


def _same_letters(key: str, candidates: Collection[str]) -> str | None:
    folded = corrections.folded(key)
    return next((one for one in candidates if corrections.folded(one) == folded), None)


def _other_word(key: str, candidates: Collection[str]) -> str | None:
    return next((one for one in OURS.get(corrections.folded(key), ()) if one in candidates), None)


def _keys_below(kind: Any) -> Collection[str]:
    """The keys of the mapping that a value may be."""
    found = outline.plain(kind)
    found = found.mapping if isinstance(found, OneOf) else found
    return outline.keys(found) if isinstance(found, type) and issubclass(found, Model) else ()
