"""What all mappings of the language have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from sre_compiler.kinds import problems
from sre_compiler.kinds.faults import Fault, refused


def _yaml_key(name: str) -> str:
    """`from_` is `from` in YAML: Python has the word for itself."""
    return "apiVersion" if name == "api_version" else name.rstrip("_")


class Model(BaseModel):
    """A mapping with known keys. Where several keys must agree, `exactly_one` and `faults` say how."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, alias_generator=_yaml_key)
    exactly_one: ClassVar[tuple[str, ...]] = ()

    def faults(self) -> Iterable[Fault]:
        """What is wrong between keys whose values are right by themselves."""
        return ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        if cls.faults is Model.faults and not cls.exactly_one:
            return schema
        return core_schema.no_info_after_validator_function(_settled, schema)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core)
        if cls.exactly_one:
            handler.resolve_ref_schema(schema)["oneOf"] = [{"required": [key]} for key in cls.exactly_one]
        return schema


AnyModel = TypeVar("AnyModel", bound=Model)


def _settled(model: AnyModel) -> AnyModel:
    faults = [*_exclusive(model), *model.faults()]
    if faults:
        raise refused(faults)
    return model


def _exclusive(model: Model) -> Iterator[Fault]:
    """A fault where not exactly one of the keys is given that exclude each other."""
    keys, values = model.exactly_one, model.__dict__
    given = [key for key in keys if values[key] is not None]
    if keys and len(given) != 1:
        yield lambda place: problems.exclusive_keys(place, keys, given)
