"""The resolved program: every name linked, every default filled in.

In: the models of all documents. Out: one frozen `Program`, and what is wrong between documents and in their PromQL.
Must not: know YAML or pydantic's errors, write an output, judge what is wise (that is what checks do).
"""

from sre_compiler.program.program import Outline, Program, Setting
from sre_compiler.program.resolve import Resolution, incidents_of, resolve
from sre_compiler.program.sources import Declared, Sources
from sre_compiler.program.unique import duplicate_incidents, duplicates

__all__ = [
    "Declared",
    "Outline",
    "Program",
    "Resolution",
    "Setting",
    "Sources",
    "duplicate_incidents",
    "duplicates",
    "incidents_of",
    "resolve",
]
