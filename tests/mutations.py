"""Every key and every scalar of a spec, one at a time, replaced by something else; and what has to come of it.

What may stand in a place is asked of the models, so that the expectation is a rule for a type, never a list of lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, cast, get_args, get_origin

from sre_compiler import kinds
from sre_compiler.diagnostics import Place
from sre_compiler.documents import Document
from sre_compiler.kinds import known, names, outline, texts
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.scalar import Scalar, text
from sre_compiler.kinds.shapes import OneOf

ANOTHER = "zzqqy"
NONSENSE = '"?!"'
NOWHERE = "$nowhere"
"""Nonsense for the value of a parameter, which may be anything but a placeholder that nothing fills in."""


class Outcome(Enum):
    """What the compiler has to say about a mutation."""

    ONE_ERROR = "exactly one error, on the line of the mutation"
    NOTHING = "no finding: it means something else, and nothing wrong"
    AT_ITS_USERS = "one error at each place that still uses the old name"


@dataclass(frozen=True)
class Word:
    """A key or scalar of a document, the type that the models give it (None for a key of theirs), and its text."""

    place: Place
    type: Scalar | None
    text: str

    @property
    def is_key(self) -> bool:
        return self.place.target == "key"


@dataclass(frozen=True)
class Mutation:
    """What is put in the place of a word."""

    word: Word
    text: str
    outcome: Outcome


def _type(alias: Any) -> Scalar:
    return cast("Scalar", outline.plain(alias))


PROMQL, PARAMETER, NULL = _type(texts.PromQL), _type(texts.ParameterValue), "null"

ANY_TEXT = {*map(_type, (texts.Text, texts.LabelValue, texts.ParameterValue))}
"""Prose, label values and parameters: whatever is written is what is meant."""

ANY_NAME = {
    *map(_type, (names.AlertName, names.FreeLabelName, names.LabelName, names.Name, names.ServerName)),
    *map(_type, (names.SloName, names.Word, texts.FilePath, texts.FolderPath, texts.Pattern)),
    *map(_type, (names.IncidentName, names.PastPersonName, names.PastServiceName, names.PastTeamName)),
}
"""Names that nothing else in the specs refers to, or that what they name may have left: no error, at most a warning."""

OPEN_ENDED = {*map(_type, (texts.Email, texts.RunbookUrl, texts.Url, names.SloId))}
"""Forms that one more letter at the end does not break."""

PARAMETER_NAME = _type(names.ParameterName)


def words(document: Document) -> Iterator[Word]:
    """Every key and every scalar of a document without errors."""
    top = Place(document.file, document.index, ())
    yield from _below(document.data, top, kinds.KINDS[kinds.kind_of(document)])


def _below(data: Any, place: Place, expected: Any) -> Iterator[Word]:
    if isinstance(expected, OneOf):
        expected = outline.plain(expected.choices[cast("int", expected.choose(data))])
    if isinstance(expected, Scalar):
        yield Word(place, expected, NULL if data is None else text(data))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _below(value, place.at(index), outline.plain(get_args(expected)[0]))
    else:
        for key, value in data.items():
            key_type, value_type = _entry(expected, key)
            yield Word(place.at(key).key(), key_type, key)
            yield from _below(value, place.at(key), value_type)


def _entry(expected: Any, key: str) -> tuple[Scalar | None, Any]:
    """The types of a key and of its value."""
    if get_origin(expected) is dict:
        key_type, value_type = get_args(expected)
        return _type(key_type), outline.plain(value_type)
    model = cast("type[Model]", expected)
    return None, outline.plain(outline.keys(model)[key])


def _declares(word: Word, document: Document) -> str | None:
    """The noun whose name the word is; None when it declares no name that others use."""
    if word.place.path == ("metadata", "name"):
        return kinds.KINDS[kinds.kind_of(document)].noun or None
    return word.type.schema.get(names.DECLARES) if word.type is not None else None


def _is_parameter(word: Word) -> bool:
    return word.is_key and word.place.path[-2:-1] == ("params",)


def users(word: Word, document: Document, everywhere: list[Word]) -> Iterator[Place]:
    """The places that use the name which this word declares, once for each use."""
    inside = [one for one in everywhere if one.place.file == document.file]
    if _is_parameter(word):
        yield from _users_of_parameter(word, inside)
    elif noun := _declares(word, document):
        for one in inside if noun in known.LOCAL else everywhere:
            role = one.type.schema if one.type is not None else {}
            if role.get(names.REFERS) == noun and names.PAST not in role and one.text == word.text:
                yield one.place


def _users_of_parameter(word: Word, inside: list[Word]) -> Iterator[Place]:
    for one in inside:
        if one.type is PROMQL:
            yield from [one.place] * one.text.count(f"${word.text}")
        elif one.type is PARAMETER_NAME and one.text == word.text and one.place != word.place:
            yield one.place


def mutations(word: Word, document: Document) -> Iterator[Mutation]:
    """Every mutation of one word."""
    if word.type is None:
        yield from (Mutation(word, new, Outcome.ONE_ERROR) for new in (f"{word.text}x", ANOTHER))
        return
    if not word.is_key:
        yield from _of_another_type(word)
    yield _nonsense(word)
    if word.type is PROMQL:  # another metric is as good
        yield Mutation(word, json.dumps(f"{word.text} ("), Outcome.ONE_ERROR)
    elif word.text != NULL:
        yield Mutation(word, json.dumps(f"{word.text}x"), _longer(word, document))
        yield Mutation(word, ANOTHER, _another(word, document))


def _of_another_type(word: Word) -> Iterator[Mutation]:
    yield from (Mutation(word, new, Outcome.ONE_ERROR) for new in ("{nope: 1}", "[1]"))
    yield Mutation(word, "~", Outcome.NOTHING if word.text == NULL else Outcome.ONE_ERROR)


def _nonsense(word: Word) -> Mutation:
    if word.type is PARAMETER:
        return Mutation(word, NOWHERE, Outcome.ONE_ERROR)
    return Mutation(word, NONSENSE, Outcome.NOTHING if word.type in ANY_TEXT else Outcome.ONE_ERROR)


def _longer(word: Word, document: Document) -> Outcome:
    if word.type is PARAMETER and word.text.startswith("$"):
        return Outcome.ONE_ERROR
    return Outcome.NOTHING if word.type in OPEN_ENDED else _another(word, document)


def _another(word: Word, document: Document) -> Outcome:
    if _declares(word, document) or _is_parameter(word):
        return Outcome.AT_ITS_USERS
    is_returned = "group_by" in word.place.path  # the indicator has to have these labels
    return Outcome.NOTHING if word.type in ANY_TEXT | ANY_NAME and not is_returned else Outcome.ONE_ERROR
