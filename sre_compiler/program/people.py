"""The persons who answer."""

from __future__ import annotations

from msgspec import Struct

from sre_compiler import kinds
from sre_compiler.diagnostics import Place
from sre_compiler.program.sources import Sources


class Person(Struct, frozen=True):
    """`handles` are the person's names in other systems: slack, pagerduty."""

    name: str
    email: str | None
    timezone: str | None
    handles: tuple[tuple[str, str], ...]
    place: Place


def resolve(sources: Sources) -> tuple[Person, ...]:
    """Every person, by name."""
    people = [
        Person(
            one.name, one.email, one.timezone, tuple(sorted((one.handles or {}).items())), place.at("spec", "people", i)
        )
        for model, place in sources.of(kinds.People)
        for i, one in enumerate(model.spec.people)
    ]
    return tuple(sorted(people, key=lambda person: person.name))
