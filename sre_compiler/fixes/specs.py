"""The specs of a folder in memory: as they were on disk, with the edits that have been made since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler import documents, pipeline
from sre_compiler.diagnostics import Diagnostic, Edit
from sre_compiler.documents.edits import spliced
from sre_compiler.pipeline import Compiled

Outputs = Mapping[str, tuple[str, bytes]]
"""Owner and digest of each generated file."""


class Specs(Struct, frozen=True, dict=True):
    """A state of the specs, and what comes of it when it is compiled; each is worked out when it is asked for."""

    root: str
    contents: Mapping[str, bytes]

    @cached_property
    def compiled(self) -> Compiled:
        return pipeline.compile_specs(self.root, read=self._read)

    @cached_property
    def outputs(self) -> Outputs | None:
        """What would be generated; None where an error stands in the way."""
        program = self.compiled.program
        if program is None or pipeline.has_errors(self.compiled.diagnostics):
            return None
        made = pipeline.artifacts(program, pipeline.targets())
        return {one.path: (one.owner, sha256(one.text.encode()).digest()) for one in made}

    def with_edits(self, edits: Iterable[Edit]) -> Specs:
        """The specs with these edits made, which do not overlap."""
        by_file: dict[str, list[Edit]] = {}
        for edit in edits:
            by_file.setdefault(edit.where.file, []).append(edit)
        new = {file: spliced(self.contents[file], of_file) for file, of_file in by_file.items()}
        return replace(self, contents={**self.contents, **new})

    def _read(self, file: str) -> bytes:
        return self.contents[file] if file in self.contents else documents.read(file)


def load(root: str) -> Specs:
    """The specs as they are on disk. Raises OSError."""
    return Specs(root, {file: documents.read(file) for file in documents.discover(root)})


def can_be_edited(content: bytes) -> bool:
    """Whether its lines and columns can be told: it is UTF-8."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def edits_of(findings: Iterable[Diagnostic]) -> list[Edit]:
    """The edits of all fixes, each once."""
    return [*dict.fromkeys(edit for one in findings if one.fix for edit in one.fix.edits)]
