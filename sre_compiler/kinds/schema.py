"""The JSON Schemas of the language, draft-07, written from the models. For editors; `read` does not use them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct, field
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from sre_compiler.kinds.document import API_VERSION
from sre_compiler.kinds.known import Known, offering
from sre_compiler.kinds.lint import Lint
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.option import Option, model_of_all
from sre_compiler.kinds.project import Project
from sre_compiler.kinds.scalar import DEFINITION
from sre_compiler.kinds.table import APART, KINDS

DRAFT = "http://json-schema.org/draft-07/schema#"
Options: TypeAlias = Mapping[str, Sequence[Option[Any]]]
_HOLDING_SCHEMAS = {"properties", "definitions"}
_LISTING_SCHEMAS = {"anyOf", "allOf", "oneOf"}
_BEING_SCHEMAS = {"items", "additionalProperties", "propertyNames", "not"}


def files(known: Mapping[str, Known], options: Options) -> dict[str, object]:
    """The schema of each kind and one for all kinds of specs, by file name. Names that are known are offered where they are used.

    `options` are those of each check that has any.
    """
    of_checks = model_of_all(options)
    each = {f"{_dashed(kind)}.schema.json": _one_kind(kind, known, of_checks) for kind in (*KINDS, *APART)}
    return {"spec.schema.json": _any_kind(known, of_checks), **each}


def _dashed(kind: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower().replace("on-call", "oncall")


def _one_kind(kind: str, known: Mapping[str, Known], of_checks: type[Model]) -> dict[str, Any]:
    definitions = _definitions([kind], known, of_checks)
    top = definitions.pop(kind)
    return {"$schema": DRAFT, "title": kind, **top, "definitions": definitions}


def _any_kind(known: Mapping[str, Known], of_checks: type[Model]) -> dict[str, Any]:
    """Each kind under a condition of its own, so that an editor speaks of one kind only."""
    definitions = _definitions([*KINDS], known, of_checks)
    shared = definitions[next(iter(KINDS))]["properties"]
    return {
        "$schema": DRAFT,
        "title": "A spec of sre-compile",
        "type": "object",
        "required": ["apiVersion", "kind", "metadata", "spec"],
        "properties": {
            "apiVersion": shared["apiVersion"],
            "kind": {"description": "The kind of this document.", "enum": [*KINDS]},
            "metadata": {"description": shared["metadata"]["description"]},
            "spec": {"description": "What the document says."},
        },
        "defaultSnippets": [_snippet(kind) for kind in KINDS],
        "allOf": [
            {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": _reference(kind)}
            for kind in KINDS
        ],
        "definitions": definitions,
    }


def _snippet(kind: str) -> dict[str, Any]:
    """The beginning of a document, with tab stops for its name and what it says."""
    body = f"apiVersion: {API_VERSION}\nkind: {kind}\nmetadata: {{name: ${{1:name}}}}\nspec:\n  $0"
    return {"label": f"a new {kind}", "description": KINDS[kind].__doc__, "body": body}


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/definitions/{name}"}


def _definitions(kinds: list[str], known: Mapping[str, Known], of_checks: type[Model]) -> dict[str, Any]:
    """The schemas of the kinds and of all that they hold, by name, sorted."""
    every = [(KINDS | APART)[kind] for kind in kinds] + ([of_checks] if Project.__name__ in kinds else [])
    models = [(model, "validation") for model in every]
    _, schemas = models_json_schema(models, ref_template="#/definitions/{model}", schema_generator=_Generator)  # type: ignore[arg-type]
    cleaner = _Cleaner(known)
    found = {name: cleaner.clean(schema) for name, schema in schemas["$defs"].items()}
    found |= {kind: {"title": kind, **found[kind]} for kind in kinds}
    if Lint.__name__ in found:
        settings = found[Lint.__name__]["properties"]
        told = settings["options"]["description"]
        settings["options"] = {"description": told, "allOf": [_reference(of_checks.__name__)]}
    return dict(sorted((found | cleaner.hoisted).items()))


class _Generator(GenerateJsonSchema):
    """pydantic's schemas, but free mappings are held to the form of their keys, and shapes are told apart by themselves."""

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        return {"anyOf": [self.generate_inner(choice) for choice in schema["choices"].values()]}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        values = self.generate_inner(schema["values_schema"])
        names = self.generate_inner(schema["keys_schema"])
        found = {"type": "object", "propertyNames": names, "additionalProperties": values}
        return found | ({"minProperties": schema["min_length"]} if schema.get("min_length") else {})


class _Cleaner(Struct):
    """Takes generated titles and empty defaults out of schemas, and puts into `hoisted` what has a name for itself."""

    known: Mapping[str, Known]
    hoisted: dict[str, Any] = field(default_factory=dict)

    def clean(self, schema: dict[str, Any]) -> dict[str, Any]:
        kept = {key: value for key, value in schema.items() if key != "title" and not _empty_default(key, value)}
        for key in _HOLDING_SCHEMAS & kept.keys():
            kept[key] = {name: self.clean(one) for name, one in kept[key].items()}
        for key in _LISTING_SCHEMAS & kept.keys():
            kept[key] = [self.clean(one) for one in kept[key]]
        for key in _BEING_SCHEMAS & kept.keys():
            kept[key] = self.clean(kept[key]) if isinstance(kept[key], dict) else kept[key]
        if "propertyNames" in kept:
            kept["propertyNames"] = _of_key(kept["propertyNames"])
        return self._referring(kept)

    def _referring(self, schema: dict[str, Any]) -> dict[str, Any]:
        """A reference stands alone in draft-07: what is beside it would be ignored, so it is put into an `allOf`."""
        beside: dict[str, Any] = {key: schema[key] for key in ("description", "default") if key in schema}
        form = offering({key: value for key, value in schema.items() if key not in beside}, self.known)
        name = form.pop(DEFINITION, None)
        if name is None and ("$ref" not in form or not beside):
            return beside | form
        if name is not None:
            self.hoisted[name] = form
        return {**beside, "allOf": [_reference(name) if name else {"$ref": form["$ref"]}]}


def _of_key(schema: dict[str, Any]) -> dict[str, Any]:
    """JSON's keys are texts, so that no schema needs to say it; in YAML, `2:` is a number to an editor."""
    return {key: value for key, value in schema.items() if key != "type"}


def _empty_default(key: str, value: object) -> bool:
    return key == "default" and value in (None, [], {})
