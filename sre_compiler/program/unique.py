"""SLO ids and alert names are unique in the repository, whatever their case: they are the identity of pages that are open.

So are the names of incidents: each is the name of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.program import problems
from sre_compiler.program.incidents import IncidentOutline
from sre_compiler.program.outline import ServiceOutline


def duplicates(services: Iterable[ServiceOutline]) -> Iterator[Diagnostic]:
    """A finding for each id or alert name that another SLO or alert has already."""
    users: dict[tuple[str, str], list[tuple[str, str, Place]]] = {}
    for noun, name, place in _names(services):
        users.setdefault((noun, name.casefold()), []).append((noun, name, place))
    several = [entry for entries in users.values() if len(entries) > 1 for entry in entries]
    first: dict[tuple[str, str], Place] = {}
    for noun, name, place in sorted(set(several), key=_written):
        known = first.setdefault((noun, name.casefold()), place)
        if known != place:
            yield problems.duplicate_name(noun, name, place, known)


def duplicate_incidents(incidents: Iterable[IncidentOutline]) -> Iterator[Diagnostic]:
    """A finding for each incident whose name another one has already."""
    first: dict[str, Place] = {}
    for one in sorted(incidents, key=lambda one: (one.place.file, one.place.document)):
        place = one.place.at("metadata", "name")
        known = first.setdefault(one.name, place)
        if known != place:
            yield problems.duplicate_name("incident", one.name, place, known)


def _written(entry: tuple[str, str, Place]) -> tuple[str, int, tuple[str, ...]]:
    """The order of files and lists; keys, whose order nobody keeps, by the alphabet."""
    _, _, place = entry
    return place.file, place.document, tuple(f"{step:09}" if isinstance(step, int) else step for step in place.path)


def _names(services: Iterable[ServiceOutline]) -> Iterator[tuple[str, str, Place]]:
    for service in services:
        for slo in service.slos:
            yield "SLO id", slo.slo_id, slo.slo_id_place
            yield "alert", slo.burn_alert, slo.burn_alert_place
            yield "alert", slo.no_data_alert, slo.place.at("name")
        for name, place in service.alerts:
            yield "alert", name, place.at("name")
