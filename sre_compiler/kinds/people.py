"""`People`: the persons who answer."""

from typing import Annotated, Literal

from pydantic import Field

from sre_compiler.kinds.document import Document, Named
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import NewPersonName, Word
from sre_compiler.kinds.shapes import NOT_EMPTY, Distinct, Maybe
from sre_compiler.kinds.texts import Email, Text
from sre_compiler.kinds.times import Zone


class Person(Named):
    """Somebody who can be on call."""

    name: NewPersonName = Field(description="The name that teams and rosters use.")
    email: Maybe[Email] = Field(None, description="The address.")
    timezone: Maybe[Zone] = Field(None, description="Where the person lives.")
    handles: dict[Word, Text] = Field(
        default_factory=dict, description="The person's names in other systems, such as slack or pagerduty."
    )


class PeopleSpec(Model):
    """A list of persons."""

    people: Annotated[tuple[Person, ...], NOT_EMPTY, Distinct("name")] = Field(description="The persons.")


class People(Document):
    """Some or all of the persons; a project may have several such documents."""

    kind: Literal["People"] = Field(description="The kind of this document.")
    spec: PeopleSpec = Field(description="A list of persons.")
