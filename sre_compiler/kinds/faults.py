"""How a validator says what is wrong: by handing over the function that builds the finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from pydantic_core import PydanticCustomError

from sre_compiler.diagnostics import Diagnostic, Place

Fault: TypeAlias = Callable[[Place], Diagnostic]
"""Builds a finding, given the place of the value that was validated."""

FAULTS = "faults"


def refused(faults: Iterable[Fault]) -> PydanticCustomError:
    """The exception that a validator raises; `read` takes the faults out of it again."""
    return PydanticCustomError(FAULTS, "refused", {FAULTS: list(faults)})
