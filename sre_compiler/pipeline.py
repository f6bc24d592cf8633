"""The whole compiler on one page: the only module that calls the rooms, in order. Read this first.

    files ─▶ documents ─▶ kinds ─▶ program ─▶ checks ─▶ findings
                                      └─────▶ backends ─▶ artifacts

Each room reports everything that it finds in all files; what has an error does not go on to the next room.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sre_compiler import checks, documents, kinds, program, workers
from sre_compiler.diagnostics import Diagnostic, Place, Severity, Span
from sre_compiler.output.artifact import Artifact
from sre_compiler.program.program import Program
from sre_compiler.program.services import Service
from sre_compiler.program.sources import Declared, Sources


@dataclass(frozen=True, slots=True)
class Compiled:
    """What came of a folder of specs; `program` is None when an error stands in its way."""

    program: Program | None
    diagnostics: tuple[Diagnostic, ...]
    files: int


def compile_specs(root: str) -> Compiled:
    """Read, resolve and check every spec below `root`."""
    files = documents.discover(root)
    sources, diagnostics = read_specs(root, files)
    resolved, problems = program.resolve(sources)
    diagnostics += problems
    if resolved is not None:
        diagnostics += checks.run(resolved)
    located = tuple(documents.locate(diagnostics, documents.read))
    return Compiled(None if has_errors(located) else resolved, located, len(files))


def read_specs(root: str, files: Collection[str]) -> tuple[Sources, list[Diagnostic]]:
    """Every document as a model of its kind. A file's tree is dropped before the next file is read."""
    declared: list[Declared] = []
    broken: set[str] = set()
    diagnostics: list[Diagnostic] = []
    for file in files:
        texts, problems = documents.parse(documents.read(file), file)
        if has_errors(problems):
            broken.add(kinds.ANY)
        diagnostics += problems
        for document in texts:
            model, problems = kinds.read(document)
            diagnostics += problems
            if model is None or document.broken:
                broken.add(kinds.kind_of(document))
            else:
                declared.append(Declared(model, Place(file, document.index, ())))
    return Sources(root, declared, frozenset(broken)), diagnostics


def artifacts(resolved: Program, targets: Collection[str], jobs: int = 1) -> Iterator[Artifact]:
    """The files of the chosen backends, service by service; where there is enough work, by so many processes."""
    from sre_compiler.backends import BACKENDS

    def emit(service: Service) -> list[Artifact]:
        return [artifact for target in targets for artifact in BACKENDS[target](resolved, service)]

    enough = len(resolved.services) >= workers.ENOUGH
    for files in workers.spread(emit, resolved.services, jobs if enough else 1):
        yield from files


def has_errors(diagnostics: Collection[Diagnostic]) -> bool:
    """Whether any of the findings stops the build."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def line_of(place: Place) -> str:
    """Where a place is written, as `file:line`."""
    question = Diagnostic("", Severity.INFO, "", place)
    answer = documents.locate([question], documents.read)[0].where
    return f"{place.file}:{answer.line}" if isinstance(answer, Span) else place.file


def targets() -> tuple[str, ...]:
    """The names of all backends, as `--only` takes them."""
    from sre_compiler.backends import BACKENDS

    return tuple(sorted(BACKENDS))
