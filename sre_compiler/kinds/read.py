"""A document → its model, or what is wrong with it in our own words.

pydantic validates; its errors say where and of which sort, never in which words. Each mistake is one finding: keys that
exclude each other and repeated items are looked at only where the values themselves are right, and a key that is missing is
not reported when an unknown one stands in its place.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Annotated, Any, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails, core_schema

from sre_compiler.diagnostics import Diagnostic, Path, Place
from sre_compiler.documents import Data, Number
from sre_compiler.documents import Document as Text
from sre_compiler.kinds import advice, outline, problems
from sre_compiler.kinds.document import ApiVersion, Document
from sre_compiler.kinds.faults import FAULTS
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.option import Option, model_of
from sre_compiler.kinds.outline import Location
from sre_compiler.kinds.scalar import SCALAR, Scalar, Written, text
from sre_compiler.kinds.table import APART, KINDS
from sre_compiler.kinds.words import described

AnyDocument = TypeVar("AnyDocument", bound=Document)
ANY = "*"
"""Stands for the kind of a document that may be of any kind."""

MOST = 200
"""Findings of one document; more of them are of no use to anybody, and take long."""

_ITEMS = re.compile(r"[\w.@/+-]+(?:, *[\w.@/+-]+)*")
_VERSION = "apiVersion"
"""The only key that has one value which is always right."""
_MISSING, _UNKNOWN, _EMPTY, _KEY = "missing", "extra_forbidden", "too_short", "[key]"


def _refuse_kind(place: Place, written: Written) -> Diagnostic:
    return problems.unknown_kind(place, text(written), tuple(KINDS), apart=text(written) in APART)


class Unknown(Model):
    """A document without a kind that we know: what it holds cannot be judged."""

    api_version: ApiVersion
    kind: Annotated[str, Scalar("a kind", "Service", core_schema.literal_schema([ANY]), {}, _refuse_kind)]
    metadata: Any = None
    spec: Any = None


def kind_of(document: Text) -> str:
    """The kind of a document, or `ANY` when it cannot be told."""
    kind = document.data.get("kind") if isinstance(document.data, dict) else None
    return kind if isinstance(kind, str) and kind in KINDS else ANY


def read(document: Text) -> tuple[Document | None, list[Diagnostic]]:
    """The model of a document, or None and what is wrong. A broken document is left to the findings about its text."""
    if document.broken or not isinstance(document.data, dict):
        return None, []
    model: type[Model] = KINDS.get(kind_of(document), Unknown)
    read, found = _validated(model, document.data, Place(document.file, document.index, ()))
    return cast("Document | None", read), found


def read_as(kind: type[AnyDocument], document: Text) -> tuple[AnyDocument | None, list[Diagnostic]]:
    """The same of a document that has to be of one kind."""
    if document.broken or not isinstance(document.data, dict):
        return None, []
    place, written, wanted = Place(document.file, document.index, ()), document.data.get("kind"), kind.__name__
    if isinstance(written, str) and written != wanted:
        return None, [problems.invalid_value(place.at("kind"), written, f"`{wanted}` here", wanted, (wanted,))]
    read, found = _validated(kind, document.data, place)
    return cast("AnyDocument | None", read), found


def read_options(
    check: str, options: Sequence[Option[Any]], data: Data, place: Place
) -> tuple[dict[Option[Any], Any], list[Diagnostic]]:
    """What a project chooses for the options of a check, and what is wrong with it; `place` is that of the data."""
    read, found = _validated(model_of(check, options), data, place)
    values = {one: getattr(read, one.name, None) for one in options}
    return {one: value for one, value in values.items() if value is not None}, found


def _validated(model: type[Model], data: Data, place: Place) -> tuple[Model | None, list[Diagnostic]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [*islice(_Findings(model, data, place).of(error.errors(include_url=False)), MOST)]


class _Findings:
    """Translates the errors of a document, or of a part of one; `top` is the place of the data."""

    def __init__(self, model: type[Model], data: Data, top: Place) -> None:
        self.model = model
        self.data = data
        self.top = top

    def of(self, errors: Iterable[ErrorDetails]) -> Iterator[Diagnostic]:
        keys: dict[Location, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for error in errors:
            if error["type"] in (_MISSING, _UNKNOWN):
                *location, key = error["loc"]
                keys[tuple(location)][error["type"] == _UNKNOWN].append(str(key))
            else:
                yield from self._wrong_value(error)
        for where, (missing, unknown) in keys.items():
            yield from self._wrong_keys(where, missing, unknown)

    def _wrong_value(self, error: ErrorDetails) -> Iterator[Diagnostic]:
        place, found = self._place(error["loc"]), error["input"]
        if error["type"] == FAULTS:
            yield from (fault(place) for fault in error["ctx"][FAULTS])
        elif error["type"] == _EMPTY:
            if not found:  # pydantic counts valid items only; one that is not has its own finding
                example, is_needed = self._example(error["loc"]), self._is_needed(error["loc"])
                yield problems.empty_value(
                    place, "at least one entry", example, "nothing is in it", is_needed=is_needed
                )
        elif error["type"] == SCALAR and isinstance(found, Written):
            yield error["ctx"][SCALAR].refuse(place, found)
        else:
            expected = outline.expected(self.model, error["loc"])
            yield _wrong_shape(place, expected, found, is_needed=self._is_needed(error["loc"]))

    def _wrong_keys(self, where: Location, missing: list[str], unknown: list[str]) -> Iterator[Diagnostic]:
        place, model = self._place(where), outline.expected(self.model, where)
        present = _value(self.data, place.path[len(self.top.path) :])
        explained: set[str | None] = set()
        for key in unknown:
            secret = f"{key}_file"
            if secret in outline.keys(model):
                yield problems.inline_secret(
                    place.at(key), f"put it into a file and write `{secret}: …`, the file's name"
                )
                explained.add(secret)
            else:
                told = advice.for_key(key, model, present, missing)
                yield problems.unknown_key(place.at(key), told.text, told.fix(place.at(key)))
                explained |= {told.meant} if told.meant else {*missing}
        examples = {key: self._example((*where, key)) for key in missing if key not in explained}
        if version := examples.pop(_VERSION, None):
            yield problems.missing_key(place, {_VERSION: version}, is_certain=True)
        if examples:
            yield problems.missing_key(place, examples)

    def _is_needed(self, location: Location) -> bool:
        """Whether what is at the location cannot be left out of its mapping; items of lists are not looked at."""
        *above, key = (*location,)
        holder = outline.expected(self.model, tuple(above))
        is_model = isinstance(holder, type) and issubclass(holder, Model)
        return not is_model or outline.is_needed(holder, str(key))

    def _example(self, location: Location) -> str:
        return outline.example(outline.expected(self.model, location))

    def _place(self, location: Location) -> Place:
        """The steps that are in the document; a choice between shapes is none, and a key is told from its value."""
        path = tuple(step for step in location if isinstance(step, str) or step >= 0)
        if path[-1:] == (_KEY,) and _KEY not in _value(self.data, path[:-1]):
            return self.top.at(*path[:-1]).key()
        return self.top.at(*path)


def _value(data: Data, path: Path) -> Any:
    """What stands at a path, or an empty list where nothing does."""
    for step in path:
        try:
            data = data[step]  # type: ignore[index]
        except (LookupError, TypeError):
            return []
    return data if isinstance(data, dict | list) else []


def _wrong_shape(place: Place, expected: Any, found: Data, *, is_needed: bool) -> Diagnostic:
    wanted, example = outline.wanted(expected), outline.example(expected)
    if found is None:
        return problems.empty_value(place, wanted, example, is_needed=is_needed)
    better = None
    if wanted == "a list" and isinstance(found, str | Number):
        example = f"[{text(found)}]"
        better = example if _ITEMS.fullmatch(text(found)) else None
    return problems.wrong_type(place, wanted, described(found), f"write it as in `{example}`", better)
