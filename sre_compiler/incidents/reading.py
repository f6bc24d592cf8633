"""The incidents of some specs and nothing else, so that a service with a mistake does not stand in the way of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from sre_compiler import documents, kinds, program
from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.diagnostics.secrets import discreet
from sre_compiler.program import Declared, Sources, severities
from sre_compiler.program.incidents import Incident

_WANTED = (kinds.Incident.__name__, kinds.Severities.__name__)
_MARK = re.compile(rf"kind[\"']?[ \t]*:[ \t]*[\"']?({'|'.join(_WANTED)})\b".encode())
"""What a file holds that is read; others are not even parsed."""


class Happened(Struct, frozen=True):
    """Every incident of some specs, and the scale of severities; `found` are errors that stand in the way of either."""

    incidents: tuple[Incident, ...]
    scale: tuple[severities.Severity, ...]
    found: tuple[Diagnostic, ...]


def happened(root: str) -> Happened:
    """The incidents below `root`, whatever is wrong with other specs."""
    declared: list[Declared] = []
    found: list[Diagnostic] = []
    for file in documents.discover(root):
        content = documents.read(file)
        if _MARK.search(content):
            found += _read(content, file, declared)
    broken = {kinds.Severities.__name__} if found else set()
    resolved, scale = program.incidents_of(Sources(root, declared, frozenset(broken)))
    found += [finding for one in resolved for finding in one.found]
    errors = [one for one in found if one.severity is Severity.ERROR]
    located = tuple(map(discreet, documents.locate(errors, documents.read)))
    return Happened(tuple(one.incident for one in resolved if one.incident is not None), scale, located)


def _read(content: bytes, file: str, declared: list[Declared]) -> Iterator[Diagnostic]:
    """What is wrong in a file with documents of the two kinds, or with its text; those that are right are `declared`."""
    texts, problems = documents.parse(content, file)
    yield from problems
    for document in texts:
        if kinds.kind_of(document) in _WANTED:
            model, wrong = kinds.read(document)
            yield from wrong
            if model is not None and not document.broken:
                declared.append(Declared(model, Place(file, document.index, ())))
