"""What all documents begin with."""

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field
from pydantic_core import core_schema

from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.kinds import problems
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import FreeLabelName, Name
from sre_compiler.kinds.scalar import Scalar, Written, text
from sre_compiler.kinds.shapes import Maybe
from sre_compiler.kinds.texts import LabelValue, Text

API_VERSION = "sre-compile.dev/v1alpha1"


def _refuse_version(place: Place, written: Written) -> Diagnostic:
    return problems.unknown_api_version(place, text(written), API_VERSION)


_VERSION = Scalar(
    "the version of the language",
    API_VERSION,
    core_schema.literal_schema([API_VERSION]),
    {"type": "string", "const": API_VERSION},
    _refuse_version,
)


ApiVersion: TypeAlias = Annotated[Literal["sre-compile.dev/v1alpha1"], _VERSION]


class Metadata(Model):
    """What a document is called."""

    name: Name = Field(description="The name that other documents use; unique among the documents of its kind.")
    title: Maybe[Text] = Field(None, description="The name for people.")
    description: Maybe[Text] = Field(None, description="What it is, in a sentence.")
    labels: dict[FreeLabelName, LabelValue] = Field(
        default_factory=dict, description="Facts for queries; they appear on `slo_info` only."
    )


class Document(Model):
    """What every document has, whatever its kind. `noun` is what others call it who refer to it; empty where nobody does."""

    noun: ClassVar[str] = ""
    api_version: ApiVersion = Field(description="The version of the language.")
    metadata: Metadata = Field(description="What the document is called.")


class Named(Model):
    """An item of a list that is called by its name."""

    name: Name = Field(description="The name that other documents use.")
