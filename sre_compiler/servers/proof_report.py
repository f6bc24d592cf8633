"""What the proofs showed, as findings at the lines of the specs: one for each case of an SLO or alert."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.servers import problems
from sre_compiler.servers.origins import Origins
from sre_compiler.servers.proofs import Failure, Proven


def findings(proven: Iterable[Proven], origins: Origins) -> Iterator[Diagnostic]:
    """In the order of the files, each mistake once."""
    grouped: dict[tuple[str, str, str], list[Failure]] = {}
    for one in sorted(proven, key=lambda done: done.proof.path):
        for failure in one.failures:
            grouped.setdefault(_mistake(failure), []).append(failure)
    for failures in grouped.values():
        first = failures[0]
        path, about, case = first.proof.path, first.about, first.case
        service = first.proof.source.partition("#")[2]
        where = (
            (origins.place(about) if "/" in about else None) or origins.alert(service, about) or origins.place(service)
        )
        told = [one.told for one in failures]
        if first.proof.is_of_routes:
            yield problems.route_not_proven(told, path, where)
        else:
            yield problems.alert_not_proven(about, case, told, path, where)


def _mistake(failure: Failure) -> tuple[str, str, str]:
    """What has one cause: a case of an SLO or alert; of routes, which all services share, the same of all alerts."""
    return ("", "", failure.case) if failure.proof.is_of_routes else (failure.proof.path, failure.about, failure.case)
