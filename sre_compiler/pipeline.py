"""The whole compiler on one page: the only module that calls the rooms, in order. Read this first.

    files ─▶ documents ─▶ kinds ─▶ program ─▶ checks ─▶ triage ─▶ findings
                                      └─────▶ backends ─▶ artifacts

Each room reports everything that it finds in all files; what has an error does not go on to the next room.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from sre_compiler import checks, documents, kinds, memory, pages, program, runbooks, workers
from sre_compiler.diagnostics import Diagnostic, Place, Severity, Span
from sre_compiler.diagnostics.secrets import discreet
from sre_compiler.kinds import foreign
from sre_compiler.memory import NOTHING, Memory, Reading, Remembered
from sre_compiler.output.artifact import Artifact
from sre_compiler.program import Declared, Program, Resolution, Setting, Sources
from sre_compiler.program.outline import outline
from sre_compiler.program.services import Service
from sre_compiler.triage import settings
from sre_compiler.triage.allow import settle
from sre_compiler.triage.judged import Names

if TYPE_CHECKING:  # only `schema` needs it
    from sre_compiler.kinds.known import Known

Read = Callable[[str], bytes]
_AT_A_TIME = 20
"""Services of which one output is made before the next: a processor does faster what it did just before."""
_STANDING_ALONE = {kinds.Service.__name__, kinds.Incident.__name__}


class Compiled(Struct, frozen=True):
    """What came of a folder of specs.

    `program` is None when an error stands in its way, or when some of it was remembered instead of read. `silenced` are the
    findings that comments in the specs allow. `checked` are the findings that checks looked for, everywhere if it `is_whole`: nothing
    that could not be read stood in their way.
    """

    program: Program | None
    diagnostics: tuple[Diagnostic, ...]
    silenced: tuple[Diagnostic, ...]
    checked: tuple[str, ...]
    is_whole: bool
    files: int
    memory: Memory


class _Texts(Struct, frozen=True):
    """The files with comments for us, a way to read each again, and the pages that people wrote."""

    talking: Collection[str]
    read: Read
    written: Mapping[str, str] | None


def compile_specs(
    root: str, before: Memory = NOTHING, read: Read = documents.read, written: Mapping[str, str] | None = None
) -> Compiled:
    """Read, resolve and check every spec below `root`; what is remembered from `before` is taken over where it still holds.

    `written` are the runbooks by their paths, if somebody wants to know of them.
    """
    files = {file: read(file) for file in documents.discover(root)}
    digests = {file: memory.digest(content) for file, content in files.items()}
    others = _foreign(root, files)
    known = {file: one for file, one in before.files.items() if digests.get(file) == one.digest and file not in others}
    talking = [file for file, content in files.items() if documents.MARK in content]
    texts = {name: _read_foreign(file, files.pop(file), digests[file]) for file, name in others.items()}
    readings = {file: texts[name][1] for file, name in others.items()}
    readings |= {file: _read(file, files.pop(file), digests[file]) for file in [*files] if file not in known}
    if known and memory.context(readings, known) != before.context:
        readings |= {file: _read(file, files.pop(file), one.digest) for file, one in known.items()}
        known = {}
    sources = _sources(root, readings, known, {name: tuple(trees) for name, (trees, _) in texts.items()})
    resolution = checks.configured(program.resolve(sources))
    for one in resolution.services:
        reading = readings[one.place.file]
        reading.found += one.found
        reading.is_sound &= one.service is not None
        if one.service is not None:
            reading.services.append(outline(one.service))
            reading.found += checks.of_service(one.service, resolution.setting) if resolution.setting else ()
    _look_at_incidents(resolution, readings)
    return _compiled(resolution, readings, known, _Texts(talking, read, written))


def _look_at_incidents(resolution: Resolution, readings: Mapping[str, Reading]) -> None:
    for one in resolution.incidents:
        from sre_compiler import rotas  # where nothing happened, no time zone is needed

        reading = readings[one.place.file]
        reading.found += one.found
        reading.is_sound &= one.incident is not None
        if one.incident is not None:
            reading.incidents.append(rotas.outline(one.incident))
            reading.found += checks.of_incident(one.incident, resolution.setting) if resolution.setting else ()


def _foreign(root: str, files: Mapping[str, bytes]) -> dict[str, str]:
    """The files that specs name and that are none themselves, and their paths below the root."""
    patterns: set[str] = set()
    for file, content in files.items():
        if any(word in content for word in foreign.WORDS):
            trees, _ = documents.parse(content, file)
            patterns.update(pattern for tree in trees for pattern in foreign.named(tree.data))
    return foreign.among(root, files, patterns)


def _read_foreign(file: str, content: bytes, digest: str) -> tuple[list[documents.Document], Reading]:
    """The documents of a file of somebody else, and what is wrong with its text."""
    trees, problems = documents.parse(content, file)
    problems += documents.open_secrets(content, file, set())
    return trees, Reading(digest, stands_alone=False, is_sound=not has_errors(problems), found=problems)


def _read(file: str, content: bytes, digest: str) -> Reading:
    """Every document of a file as a model of its kind; the tree is dropped then."""
    texts, problems = documents.parse(content, file)
    reading = Reading(digest, found=problems, broken={kinds.ANY} if has_errors(problems) else set())
    for document in texts:
        model, problems = kinds.read(document)
        reading.found += problems
        place = Place(file, document.index, ())
        reading.stands_alone &= kinds.kind_of(document) in _STANDING_ALONE
        if model is None or document.broken:
            reading.broken.add(kinds.kind_of(document))
        else:
            reading.declared.append(Declared(model, place))
            if isinstance(model, kinds.Service):
                reading.names.append((model.metadata.name, place.at("metadata", "name")))
    told = {one.line for one in _spans(texts, reading.found, "inline-secret")}
    reading.found += documents.open_secrets(content, file, told)
    return reading


def _spans(texts: Collection[documents.Document], found: Collection[Diagnostic], name: str) -> Iterator[Span]:
    """Where the findings of a name are in the documents of a file."""
    by_index = {document.index: document for document in texts}
    for one in found:
        if one.name == name and isinstance(one.where, Place):
            yield by_index[one.where.document].span(one.where)


def _sources(
    root: str,
    readings: Mapping[str, Reading],
    known: Mapping[str, Remembered],
    texts: Mapping[str, tuple[documents.Document, ...]],
) -> Sources:
    """What was read, in the order of the files, and the names of what was not. The readings let go of their models."""
    declared = []
    for _, reading in sorted(readings.items()):
        declared += reading.declared
        reading.declared = []
    broken = {kind for files in (readings, known) for one in files.values() for kind in one.broken}
    names = tuple(name for one in known.values() for name in one.names)
    return Sources(root, declared, frozenset(broken), names, texts)


def _compiled(
    resolution: Resolution,
    readings: Mapping[str, Reading],
    known: Mapping[str, Remembered],
    texts: _Texts,
) -> Compiled:
    """Everything put together, located, and looked at as a whole where nothing of it is missing."""
    talking, read, written = texts.talking, texts.read, texts.written
    found = _located({file: one.found for file, one in readings.items()}, read)
    files = {file: one.remembered(found[file]) for file, one in readings.items()} | {**known}
    services = [one for file in files.values() for one in file.services]
    incidents = [one for file in files.values() for one in file.incidents]
    others = [*resolution.found, *program.duplicates(services), *program.duplicate_incidents(incidents)]
    whole = resolution.setting if all(one.is_sound for one in files.values()) else None
    others += checks.of_project(whole.outline(services, incidents)) if whole is not None else ()
    others += runbooks.findings(written) if written and resolution.setting is not None else ()
    known_names = (*checks.modules(), *runbooks.NAMES) if resolution.setting or talking else ()
    names = Names(known_names, pages.names)
    lint = settings.of(resolution.setting)
    others += settings.faults(*lint, names) if lint is not None else ()
    parts = [one.findings for _, one in sorted(files.items())]
    findings = tuple(dict.fromkeys(chain(_located({"": others}, read)[""], *parts)))
    is_whole = not has_errors([one for one in findings if one.name not in names.allowable])
    enabled = settings.enabled(lint[0], names) if lint is not None else ()
    checked = tuple(name for name in enabled if written is not None or name not in runbooks.NAMES)
    wanted = settings.applied(findings, lint[0], names) if lint is not None else findings
    judged = settle(tuple(wanted), talking, read, names, checked=checked if is_whole else ())
    return Compiled(
        program=_program(resolution, whole) if is_whole and not known else None,
        diagnostics=judged.reported,
        silenced=judged.silenced,
        checked=checked,
        is_whole=is_whole,
        files=len(files),
        memory=Memory(
            memory.context(readings, known) if resolution.setting is not None else "",
            {file: one for file, one in files.items() if file in known or readings[file].stands_alone},
        ),
    )


def _located(found: Mapping[str, Collection[Diagnostic]], read: Read) -> dict[str, list[Diagnostic]]:
    """The findings of each file with their spans, each once; every file is read again at most once."""
    once = {file: tuple(dict.fromkeys(of_file)) for file, of_file in found.items()}
    located = map(discreet, documents.locate(chain(*once.values()), read))
    return {file: [next(located) for _ in of_file] for file, of_file in once.items()}


def _program(resolution: Resolution, setting: Setting | None) -> Program | None:
    services = (one.service for one in resolution.services if one.service is not None)
    incidents = (one.incident for one in resolution.incidents if one.incident is not None)
    return setting.program(services, incidents) if setting is not None else None


def artifacts(resolved: Program, targets: Collection[str], jobs: int = 1) -> Iterator[Artifact]:
    """The files of the chosen backends, some services after the other, then those of the project; where there is enough work,
    by so many processes.
    """
    from sre_compiler.backends import BACKENDS, OF_PROJECT

    emitters = [BACKENDS[target](resolved) for target in targets if target in BACKENDS]

    def emit(services: Sequence[Service]) -> list[Artifact]:
        return [artifact for emitter in emitters for service in services for artifact in emitter(service)]

    every = resolved.services
    some = [every[start : start + _AT_A_TIME] for start in range(0, len(every), _AT_A_TIME)]
    for files in workers.spread(emit, some, jobs if len(every) >= workers.ENOUGH else 1):
        yield from files
    for target in targets:
        if target in OF_PROJECT:
            yield from OF_PROJECT[target](resolved)


def known_names(root: str) -> dict[str, Known]:
    """All names that the specs below `root` declare, by noun. Specs with mistakes count as far as they can be read."""
    from sre_compiler.kinds.known import Known, declared

    names: dict[str, dict[str, str]] = defaultdict(dict)
    complete = True
    for file in documents.discover(root):
        texts, problems = documents.parse(documents.read(file), file)
        complete &= not has_errors(problems)
        for document in texts:
            for noun, name, told in declared(document):
                names[noun].setdefault(name, told)
    return {noun: Known(found, complete) for noun, found in names.items()}


def scenario(file: str, read: Read = documents.read) -> tuple[kinds.Scenario | None, tuple[Diagnostic, ...]]:
    """The scenario of a file that is no spec, or what is wrong with it."""
    texts, found = documents.parse(read(file), file)
    models = []
    for document in texts:
        model, problems = kinds.read_as(kinds.Scenario, document)
        found += problems
        models += [model] if model is not None else []
    located = documents.locate(found, read)
    return (models[0] if models and not has_errors(located) else None), tuple(map(discreet, located))


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
    from sre_compiler.backends import BACKENDS, OF_PROJECT

    return tuple(sorted({*BACKENDS, *OF_PROJECT}))
