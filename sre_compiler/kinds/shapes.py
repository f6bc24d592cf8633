"""What stands beside a field's type in `Annotated` when the value is not one plain word."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from operator import attrgetter
from typing import Annotated, Any, TypeAlias, TypeVar

from msgspec import Struct
from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.documents import Number
from sre_compiler.kinds import problems
from sre_compiler.kinds.faults import Fault, refused

Value = TypeVar("Value")
Steps: TypeAlias = tuple[str | int, ...]
SHAPE = "shape"
NOT_EMPTY = Field(min_length=1)
TEXT, MAPPING, MARKED = -1, -2, -3
"""The choices of `OneOf`, as they appear in pydantic's locations: neither a key nor the index of an item."""
_TEXTS = (str, bool, Number)


class NotNull:
    """A field that may be absent, but not null: `owner:` with nothing after it is a mistake."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        return schema["schema"] if schema["type"] == "nullable" else schema


Maybe = Annotated[Value | None, NotNull()]


class OneOf(Struct, frozen=True, dict=True):
    """A value that is either a text or a mapping; a mapping with one of the keys `marks` is of type `marked`.

    The shape decides, before anything is validated, so that a mistake inside one form is not also a mistake of the others.
    """

    text: Any
    mapping: Any
    marks: frozenset[str] = frozenset()
    marked: Any = None

    @property
    def choices(self) -> dict[int, Any]:
        choices = {TEXT: self.text, MAPPING: self.mapping}
        return choices | {MARKED: self.marked} if self.marks else choices

    def choose(self, data: Any) -> int | None:
        """Which of the choices the data is an attempt at; None for a list or null."""
        if isinstance(data, dict):
            return MAPPING if self.marks.isdisjoint(data) else MARKED
        return TEXT if isinstance(data, _TEXTS) else None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        choices = {tag: handler.generate_schema(kind) for tag, kind in self.choices.items()}
        return core_schema.tagged_union_schema(choices, self.choose, custom_error_type=SHAPE, custom_error_message="")


class Distinct(Struct, frozen=True, dict=True):
    """A list in which no two items have the same value of the field `by`, or are the same if `by` is empty."""

    by: str = ""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core)
        return schema if self.by else schema | {"uniqueItems": True}

    def check(self, items: tuple[Any, ...]) -> tuple[Any, ...]:
        """Raises the faults of the items that repeat an earlier one."""
        if len(items) < 2:
            return items
        keys = [*map(attrgetter(self.by), items)] if self.by else items
        if len(set(keys)) < len(keys):
            raise refused(repeated([((i, self.by) if self.by else (i,), key) for i, key in enumerate(keys)]))
        return items


def repeated(entries: Iterable[tuple[Steps, Hashable]]) -> Iterator[Fault]:
    """A fault for each entry whose value an earlier one has; an entry is the steps to a value, and the value."""
    first: dict[Hashable, Steps] = {}
    for steps, value in entries:
        if first.setdefault(value, steps) != steps:
            yield _duplicate(steps, first[value], str(value))


def _duplicate(steps: Steps, first: Steps, value: str) -> Fault:
    def build(place: Place) -> Diagnostic:
        is_all = len(steps) == 1 and isinstance(steps[0], int)
        return problems.duplicate_item(place.at(*steps), value, place.at(*first), is_all=is_all)

    return build
