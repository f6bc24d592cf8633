"""Every name that the specs declare, and the check that a reference names one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from sre_compiler import kinds
from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.program import problems
from sre_compiler.program.sources import Sources


class Names(Struct):
    """Declared names by what they name: `team`, `person`, `severity`, …; each with its first place."""

    sources: Sources
    declared: dict[str, dict[str, Place]] = field(default_factory=dict)

    def declare(self, names: Iterable[tuple[str, str, Place]]) -> Iterator[Diagnostic]:
        """Note names; a second one of the same noun is a finding, whatever its case."""
        for noun, name, place in names:
            first = self.declared.setdefault(noun, {}).setdefault(name.casefold(), place)
            if first != place:
                yield problems.duplicate_name(noun, name, place, first)

    def refer(self, noun: str, name: str, place: Place) -> Iterator[Diagnostic]:
        """A finding when nothing of this noun has the name, unless it may stand in a document that could not be read."""
        known = self.declared.get(noun, {})
        kind = DECLARED_IN[noun]
        if name not in known and not self.sources.may_hold_more(kind):
            yield problems.unknown_reference(noun, name, place, sorted(known), kind)

    def known(self, noun: str, name: str) -> bool:
        return name in self.declared.get(noun, {})


DECLARED_IN = {
    "burn-rate policy": "BurnRatePolicy",
    "calendar": "Calendar",
    "environment": "Project",
    "error budget policy": "ErrorBudgetPolicy",
    "on-call policy": "OnCallPolicy",
    "person": "People",
    "service": "Service",
    "severity": "Severities",
    "SLI": "SLI",
    "team": "Team",
}
"""The kind whose documents declare each noun."""


def of_services(sources: Sources) -> Iterator[tuple[str, str, Place]]:
    """The name of each service, those that are remembered included, in the order of the files."""
    remembered = [("service", name, place) for name, place in sources.remembered]
    read = _documents(sources, kinds.Service)
    yield from sorted([*remembered, *read], key=lambda one: (one[2].file, one[2].document))


def of_setting(sources: Sources) -> Iterator[tuple[str, str, Place]]:
    """The names in all other documents."""
    for kind in (
        kinds.BurnRatePolicy,
        kinds.ErrorBudgetPolicy,
        kinds.Calendar,
        kinds.OnCallPolicy,
        kinds.SLI,
        kinds.Team,
    ):
        yield from _documents(sources, kind)
    for project, place in sources.of(kinds.Project):
        for name in project.spec.environments:
            yield "environment", name, place.at("spec", "environments", name).key()
    for people, place in sources.of(kinds.People):
        yield from _items("person", place.at("spec", "people"), people.spec.people)
    for scale, place in sources.of(kinds.Severities):
        yield from _items("severity", place.at("spec", "severities"), scale.spec.severities)


def _documents(sources: Sources, kind: type[kinds.Document]) -> Iterator[tuple[str, str, Place]]:
    for model, place in sources.of(kind):
        yield kind.noun, model.metadata.name, place.at("metadata", "name")


def _items(noun: str, place: Place, items: Iterable[kinds.Named]) -> Iterator[tuple[str, str, Place]]:
    for index, item in enumerate(items):
        yield noun, item.name, place.at(index, "name")
