"""What speaks against making fixes: an error that they bring, or generated files that they change and may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from sre_compiler.diagnostics import Diagnostic, Place, Severity, Span
from sre_compiler.fixes.batch import room
from sre_compiler.fixes.specs import Specs, edits_of
from sre_compiler.output.artifact import PROJECT
from sre_compiler.program import Program
from sre_compiler.program.indicators import queries
from sre_compiler.program.services import Service


def objection(before: Specs, after: Specs, made: Collection[Diagnostic]) -> str:
    """Why these fixes may not be made together; "" where nothing speaks against them.

    Specs that compiled must go on to do so, and to the same bytes, but for files of the objects that a fix says it changes.
    Where they did not, a fix may uncover what later rooms find, and in its own room what stands elsewhere.
    """
    error = next(_brought(before, after, made), None)
    if error is not None:
        return f"it would bring another error: {error.message} ({error.name})"
    if before.outputs is None or after.outputs is None or before.compiled.program is None:
        return ""
    owners = _may_change(before.compiled.program, made)
    files = {**before.outputs, **after.outputs}
    changed = sorted(path for path in files if before.outputs.get(path) != after.outputs.get(path))
    path = next((path for path in changed if owners is not None and files[path][0] not in owners), None)
    return f"it would change generated files: {path}" if path else ""


def _brought(before: Specs, after: Specs, made: Collection[Diagnostic]) -> Iterator[Diagnostic]:
    known = Counter(map(_what, _errors(before)))
    latest = max(room(one) for one in made)
    edited = {edit.where.file for edit in edits_of(made)}
    for error in _errors(after):
        known[_what(error)] -= 1
        if known[_what(error)] < 0 and not (
            before.compiled.program is None and _is_uncovered(error, room(error) - latest, edited, made)
        ):
            yield error


def _errors(specs: Specs) -> Iterator[Diagnostic]:
    return (one for one in specs.compiled.diagnostics if one.severity is Severity.ERROR)


def _what(error: Diagnostic) -> tuple[str, str, str]:
    """An error whatever line it stands on."""
    return error.name, error.message, error.where.file if error.where else ""


def _is_uncovered(error: Diagnostic, later: int, edited: Collection[str], made: Iterable[Diagnostic]) -> bool:
    """Whether the error was there and could not be seen."""
    if later:
        return later > 0
    elsewhere = all(_place(error) != _place(one) for one in made)
    return elsewhere and error.where is not None and error.where.file in edited


def _place(finding: Diagnostic) -> Place | tuple[str, int] | None:
    """What a finding is about; of one about the text, its line."""
    if isinstance(finding.where, Span) and finding.at is None:
        return finding.where.file, finding.where.line
    return finding.at


def _may_change(program: Program, made: Iterable[Diagnostic]) -> set[str] | None:
    """The services to which a document belongs in which a fix says that it changes something; None, for all that there is,
    where one belongs to no service but to the project. What is made of all services changes with each of them, and so do the
    runbooks of services that depend on it.
    """
    documents = {(one.at.file, one.at.document) for one in made if one.at and one.fix and one.fix.changes}
    held = {service.name: {(one.file, one.document) for one in _places(service)} for service in program.services}
    if not documents <= set().union(*held.values()):
        return None
    changing = {name for name, its in held.items() if not documents.isdisjoint(its)}
    telling = {one.name for one in program.services if not changing.isdisjoint(one.depends_on)}
    return changing | telling | {PROJECT} if changing else changing


def _places(service: Service) -> Iterator[Place]:
    """Where a service is written, and all that it takes over."""
    yield service.place
    for deployment in service.deployments.values():
        for objective in deployment.objectives:
            yield from (objective.objective_place, objective.window_place, objective.no_data_place)
            yield from (leg.place for leg in objective.legs)
            yield from (query.place for query in queries(objective.indicator))
