"""What the project says about findings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import FindingName, OptionName, OptionValue
from sre_compiler.kinds.scalar import Choice
from sre_compiler.kinds.shapes import NOT_EMPTY, Distinct, Maybe

FindingSeverity = Annotated[Literal["error", "warning", "info"], Choice()]


class Lint(Model):
    """Which findings of checks are reported, and how severe they are. What says that a spec is broken always is."""

    select: Maybe[Annotated[tuple[FindingName, ...], NOT_EMPTY, Distinct()]] = Field(
        None, description="Report no other findings of checks than these."
    )
    ignore: Annotated[tuple[FindingName, ...], Distinct()] = Field((), description="Do not report these findings.")
    severity: dict[FindingName, FindingSeverity] = Field(
        default_factory=dict, description="How severe a finding is here."
    )
    options: dict[FindingName, dict[OptionName, OptionValue]] = Field(
        default_factory=dict, description="Numbers and words that a finding goes by here."
    )
