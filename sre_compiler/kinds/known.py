"""The names that documents declare, and how a schema offers them wherever one of them is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, get_args, get_origin

from msgspec import Struct

from sre_compiler.documents import Data
from sre_compiler.documents import Document as Text
from sre_compiler.kinds.document import Document
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import BESIDES, DECLARES, PAST, REFERS
from sre_compiler.kinds.outline import keys, plain
from sre_compiler.kinds.read import kind_of
from sre_compiler.kinds.scalar import DEFINITION, Scalar
from sre_compiler.kinds.shapes import OneOf
from sre_compiler.kinds.table import KINDS

Declaration: TypeAlias = tuple[str, str, str]
"""A noun, a name, and in words what has it."""

LOCAL = frozenset({"receiver", "schedule"})
"""Nouns whose names mean something in one document only."""


class Known(Struct, frozen=True):
    """All names of one noun, with what each stands for. Where they are `complete`, any other name is wrong."""

    names: Mapping[str, str]
    complete: bool


def declared(document: Text) -> Iterator[Declaration]:
    """The names that a document declares, as far as it can be read: it may have mistakes elsewhere."""
    kind: type[Document] | None = KINDS.get(kind_of(document))
    if kind is None or not isinstance(document.data, dict):
        return
    metadata = document.data.get("metadata")
    if kind.noun and isinstance(metadata, dict):
        yield from _name(keys(Document)["metadata"], kind.noun, metadata)
    yield from _below(kind, document.data, {})


def _name(model: Any, noun: str, holder: dict[str, Data]) -> Iterator[Declaration]:
    yield from _scalar(plain(keys(model)["name"]), noun, holder.get("name"), holder)


def _below(annotation: Any, data: Data, holder: dict[str, Data]) -> Iterator[Declaration]:
    """What is declared in a value of this type; `holder` is the mapping that it stands in."""
    expected = plain(annotation)
    if isinstance(expected, OneOf):
        chosen = expected.choose(data)
        yield from _below(expected.choices[chosen], data, holder) if chosen is not None else ()
    elif isinstance(expected, Scalar):
        yield from _scalar(expected, expected.schema.get(DECLARES, ""), data, holder)
    elif get_origin(expected) is tuple and isinstance(data, list):
        for item in data:
            yield from _below(get_args(expected)[0], item, {})
    elif isinstance(data, dict):
        for key, value in data.items():
            of_key, of_value = _entry(expected, key)
            yield from _below(of_key, key, {}) if of_key is not None else ()
            yield from _below(of_value, value, data) if of_value is not None else ()


def _entry(expected: Any, key: str) -> tuple[Any, Any]:
    """The types of a key that people choose, and of its value; None for what has none."""
    if get_origin(expected) is dict:
        of_key, of_value = get_args(expected)
        return of_key, of_value
    is_model = isinstance(expected, type) and issubclass(expected, Model)
    return None, keys(expected).get(key) if is_model else None


def _scalar(expected: Scalar, noun: str, data: Data, holder: dict[str, Data]) -> Iterator[Declaration]:
    if noun and isinstance(data, str) and re.fullmatch(expected.schema["pattern"], data):
        told = [text for text in (holder.get("title"), holder.get("description")) if isinstance(text, str)]
        yield noun, data, ": ".join(told)


def offering(schema: dict[str, Any], known: Mapping[str, Known]) -> dict[str, Any]:
    """The schema of a name that is used, with those that are known; of any other name the same schema."""
    form = {key: value for key, value in schema.items() if key not in (REFERS, BESIDES, DECLARES, PAST)}
    noun = schema.get(REFERS, "")
    if not (noun in known and known[noun].names):
        return form
    names = dict(sorted(known[noun].names.items())) | dict.fromkeys(schema.get(BESIDES, ()), "")
    choice = {"enum": [*names], "markdownEnumDescriptions": [*names.values()]}
    title = "-or-".join((f"{noun.replace(' ', '-')}-name", *schema.get(BESIDES, ())))
    if PAST in schema:
        title = f"past-{title}"
    if not known[noun].complete or noun in LOCAL or PAST in schema:
        return {DEFINITION: title, "anyOf": [{**choice, "errorMessage": form["errorMessage"]}, form]}
    told = f"must be a known {noun}; after adding one, run `sre-compile schema --project`"
    return {DEFINITION: title, "type": "string", **choice, "errorMessage": told}
