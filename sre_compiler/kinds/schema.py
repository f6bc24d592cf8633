"""The JSON Schemas of the language, draft-07, written from the models. For editors; `read` does not use them."""

from __future__ import annotations

import re
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from sre_compiler.kinds.table import KINDS

DRAFT = "http://json-schema.org/draft-07/schema#"
DEFINITION = "x-definition"
"""In the schema of a scalar: the name under which it stands once, because it is long."""

_HOLDING_SCHEMAS = {"properties", "definitions"}
_LISTING_SCHEMAS = {"anyOf", "allOf", "oneOf"}
_BEING_SCHEMAS = {"items", "additionalProperties", "propertyNames", "not"}


def files() -> dict[str, object]:
    """The schema of each kind and one for all of them, by file name."""
    return {"spec.schema.json": _any_kind(), **{f"{_dashed(kind)}.schema.json": _one_kind(kind) for kind in KINDS}}


def _dashed(kind: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower().replace("on-call", "oncall")


def _one_kind(kind: str) -> dict[str, Any]:
    definitions = _definitions([kind])
    top = definitions.pop(kind)
    return {"$schema": DRAFT, "title": kind, **top, "definitions": definitions}


def _any_kind() -> dict[str, Any]:
    """Each kind under a condition of its own, so that an editor speaks of one kind only."""
    return {
        "$schema": DRAFT,
        "title": "A spec of sre-compile",
        "type": "object",
        "required": ["apiVersion", "kind", "metadata", "spec"],
        "properties": {"kind": {"description": "The kind of this document.", "enum": [*KINDS]}},
        "allOf": [
            {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": _reference(kind)}
            for kind in KINDS
        ],
        "definitions": _definitions([*KINDS]),
    }


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/definitions/{name}"}


def _definitions(kinds: list[str]) -> dict[str, Any]:
    """The schemas of the kinds and of all that they hold, by name, sorted."""
    models = [(KINDS[kind], "validation") for kind in kinds]
    _, schemas = models_json_schema(models, ref_template="#/definitions/{model}", schema_generator=_Generator)  # type: ignore[arg-type]
    found: dict[str, Any] = {}
    for name, schema in schemas["$defs"].items():
        found[name] = _clean(schema, found)
    return dict(sorted(found.items()))


class _Generator(GenerateJsonSchema):
    """pydantic's schemas, but free mappings are held to the form of their keys, and shapes are told apart by themselves."""

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        return {"anyOf": [self.generate_inner(choice) for choice in schema["choices"].values()]}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        values = self.generate_inner(schema["values_schema"])
        names = self.generate_inner(schema["keys_schema"])
        found = {"type": "object", "propertyNames": names, "additionalProperties": values}
        return found | ({"minProperties": schema["min_length"]} if schema.get("min_length") else {})


def _clean(schema: dict[str, Any], hoisted: dict[str, Any]) -> dict[str, Any]:
    """A schema without generated titles and empty defaults; what has a name for itself goes to `hoisted`."""
    kept = {key: value for key, value in schema.items() if key != "title" and not _empty_default(key, value)}
    for key in _HOLDING_SCHEMAS & kept.keys():
        kept[key] = {name: _clean(one, hoisted) for name, one in kept[key].items()}
    for key in _LISTING_SCHEMAS & kept.keys():
        kept[key] = [_clean(one, hoisted) for one in kept[key]]
    for key in _BEING_SCHEMAS & kept.keys():
        kept[key] = _clean(kept[key], hoisted) if isinstance(kept[key], dict) else kept[key]
    return _referring(kept, hoisted)


def _empty_default(key: str, value: object) -> bool:
    return key == "default" and value in (None, [], {})


def _referring(schema: dict[str, Any], hoisted: dict[str, Any]) -> dict[str, Any]:
    """A reference stands alone in draft-07: what is beside it would be ignored, so it is put into an `allOf`."""
    name = schema.pop(DEFINITION, None)
    beside: dict[str, Any] = {key: schema[key] for key in ("description", "default") if key in schema}
    if name is not None:
        hoisted[name] = {key: value for key, value in schema.items() if key not in beside}
    elif "$ref" not in schema or not beside:
        return schema
    return {**beside, "allOf": [_reference(name) if name else {"$ref": schema["$ref"]}]}
