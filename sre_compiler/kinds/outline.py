"""What the models expect at a location, for the words of a finding."""

from __future__ import annotations

from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from sre_compiler.kinds.model import Model
from sre_compiler.kinds.scalar import Choice, Scalar, word_of
from sre_compiler.kinds.shapes import OneOf

Location: TypeAlias = tuple[str | int, ...]


@cache
def keys(model: type[Model]) -> dict[str, Any]:
    """Each key of a mapping, as it is in YAML, and the annotation of its value."""
    hints = get_type_hints(model, include_extras=True)
    return {field.alias or name: hints[name] for name, field in model.model_fields.items()}


def expected(root: type[Model], location: Location) -> Any:
    """A model, `Scalar`, `OneOf`, or the generic alias of a list or mapping, at a location as pydantic reports it."""
    found: Any = root
    for step in location:
        found = plain(_below(found, step))
    return found


def plain(annotation: Any) -> Any:
    """An annotation without what only says that it is optional or not empty."""
    if get_origin(annotation) is Annotated:
        kind, *beside = get_args(annotation)
        telling = [one for one in beside if isinstance(one, Scalar | OneOf)]
        if any(isinstance(one, Choice) for one in beside):
            return word_of(get_args(kind))
        return telling[0] if telling else plain(kind)
    if get_origin(annotation) in (Union, UnionType):
        return plain(next(one for one in get_args(annotation) if one is not NoneType))
    return word_of(get_args(annotation)) if get_origin(annotation) is Literal else annotation


def _below(found: Any, step: str | int) -> Any:
    if isinstance(found, OneOf):
        return found.choices[int(step)]
    if isinstance(found, type) and issubclass(found, Model):
        return keys(found)[str(step)]
    return get_args(found)[0 if get_origin(found) is tuple else 1]


def example(found: Any) -> str:
    """A value that would do, in YAML on one line."""
    if isinstance(found, Scalar):
        return found.example
    if isinstance(found, OneOf):
        return example(plain(found.text))
    if isinstance(found, type) and issubclass(found, Model):
        needed = [f"{key}: {example(plain(kind))}" for key, kind in keys(found).items() if is_needed(found, key)]
        return "{" + ", ".join(needed) + "}"
    arguments = [example(plain(one)) for one in get_args(found) if one is not Ellipsis]
    return f"[{arguments[0]}]" if get_origin(found) is tuple else "{" + ": ".join(arguments) + "}"


def is_needed(model: type[Model], key: str) -> bool:
    """Whether a mapping must have the key."""
    return any(field.alias == key and field.is_required() for field in model.model_fields.values())


def wanted(found: Any) -> str:
    """What a value must be, in words."""
    if isinstance(found, Scalar):
        return found.wanted
    if isinstance(found, OneOf):
        return f"{wanted(plain(found.text))} or a mapping"
    return "a list" if get_origin(found) is tuple else "a mapping"
