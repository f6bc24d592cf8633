"""One word or text of the language: how it is read, how a schema describes it, and what is said when it is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias, cast, get_args

from msgspec import Struct
from msgspec.structs import replace
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.documents import Number
from sre_compiler.kinds import problems
from sre_compiler.kinds.words import described

SCALAR = "scalar"
DEFINITION = "x-definition"
"""In the schema of a scalar: the name under which it stands once, because it is long."""

_IS_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
Written: TypeAlias = str | bool | Number
Refuse: TypeAlias = Callable[[Place, Written], Diagnostic]


class Scalar(Struct, frozen=True, eq=False):
    """What stands beside a Python type in `Annotated`.

    `wanted` completes "must be …". `refuse` builds the finding for a text, number or boolean that `core` does not take;
    what is null, a list or a mapping is not its business.
    """

    wanted: str
    example: str
    core: CoreSchema
    schema: Mapping[str, Any]
    refuse: Refuse

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        context = {SCALAR: self}
        return core_schema.custom_error_schema(self.core, SCALAR, custom_error_message="", custom_error_context=context)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """With our words for a wrong value: an editor's own would show a regular expression."""
        return {"errorMessage": f"must be {self.wanted}, as in {self.example}", **self.schema}

    def like(self, example: str) -> Scalar:
        """The same, with an example that fits where it is used."""
        return replace(self, example=example)


class Choice:
    """Stands beside a `Literal` of texts in `Annotated`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return word_of(get_args(source)).__get_pydantic_core_schema__(source, handler)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        context: dict[str, Any] = cast("dict[str, Any]", core)["custom_error_context"]
        return dict(context[SCALAR].schema)


def text(written: Written) -> str:
    """A scalar as it would be written without quotes."""
    if isinstance(written, Number):
        return written.raw
    return written if isinstance(written, str) else str(written).lower()


def word_of(words: tuple[str, ...]) -> Scalar:
    """One of these words."""
    return Scalar(
        _listed(words),
        words[0],
        core_schema.literal_schema(list(words)),
        {"type": "string", "enum": list(words)},
        lambda place, written: problems.invalid_value(place, text(written), _listed(words), words[0], words),
    )


def _listed(words: tuple[str, ...]) -> str:
    listed = ", ".join(f"`{word}`" for word in words)
    return f"one of {listed}" if len(words) > 1 else listed


def matching(pattern: str, wanted: str, example: str, refuse: Refuse, *, longest: int | None = None) -> Scalar:
    """A text that matches the whole of `pattern`, which may not look around: two regex engines read it."""
    core = core_schema.str_schema(strict=True, pattern=f"^(?:{pattern})$", max_length=longest)
    schema: dict[str, Any] = {"type": "string", "pattern": f"^({pattern})$"}
    if longest is not None:
        schema["maxLength"] = longest
    return Scalar(wanted, example, core, schema, refuse)


def parsed(parse: Callable[[str], Any], wanted: str, example: str, refuse: Refuse, schema: Mapping[str, Any]) -> Scalar:
    """A text that `parse` makes a value of, or raises `ValueError`; texts repeat, so that values are kept."""
    read = core_schema.no_info_plain_validator_function(lru_cache(maxsize=4096)(parse))
    core = core_schema.chain_schema([core_schema.str_schema(strict=True), read])
    return Scalar(wanted, example, core, {"type": "string", **schema}, refuse)


def free_text(wanted: str, example: str, *, booleans: bool = False, empty: bool = False) -> Scalar:
    """Any text that says something, or with `empty` any text.

    A number is taken as it is written; with `booleans`, so are `true` and `false`.
    """
    pattern = "" if empty else r"\S"
    types = (Number, bool) if booleans else (Number,)
    names = ["string", "number", "boolean"] if booleans else ["string", "number"]
    return Scalar(
        wanted,
        example,
        core_schema.union_schema(
            [core_schema.str_schema(strict=True, pattern=pattern), _text_of(types)], mode="left_to_right"
        ),
        {"type": names, **({"pattern": pattern} if pattern else {})},
        lambda place, written: _not_text(place, written, wanted, example),
    )


def _not_text(place: Place, written: Written, wanted: str, example: str) -> Diagnostic:
    if isinstance(written, str):
        return problems.empty_value(place, wanted, example, "a text without words")
    quoted = f'"{text(written)}"'
    return problems.wrong_type(place, wanted, described(written), f"put it in quotes: `{quoted}`", quoted)


def _text_of(types: tuple[type, ...]) -> CoreSchema:
    def read(data: Any) -> str:
        if not isinstance(data, types):
            raise ValueError  # noqa: TRY004 - pydantic reads ValueError only
        return text(cast("Written", data))

    return core_schema.no_info_plain_validator_function(read)


def number(read: Callable[[Decimal], Any], wanted: str, example: str, limits: str, schema: Mapping[str, Any]) -> Scalar:
    """A number without quotes that `read` makes a value of, or raises `ValueError` because it is beyond the `limits`."""

    def value(data: Any) -> Any:
        if not isinstance(data, Number):
            raise ValueError  # noqa: TRY004 - pydantic reads ValueError only
        return read(data.value)

    def refuse(place: Place, written: Written) -> Diagnostic:
        if isinstance(written, Number):
            return problems.out_of_range(place, written.raw, limits, f"write it as in `{example}`")
        bare = text(written) if _IS_NUMBER.fullmatch(text(written)) else None
        return problems.wrong_type(
            place, wanted, described(written), f"write `{bare or example}`, without quotes", bare
        )

    return Scalar(wanted, example, core_schema.no_info_plain_validator_function(value), schema, refuse)
