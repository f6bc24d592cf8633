"""What the proofs showed, as findings at the lines of the specs: one for each case of an SLO or alert."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.servers import problems
from sre_compiler.servers.origins import Origins
from sre_compiler.servers.proofs import Failure, Proven


def findings(proven: Iterable[Proven], origins: Origins) -> Iterator[Diagnostic]:
    """In the order of the files, each case once."""
    grouped: dict[tuple[str, str, str], list[Failure]] = {}
    for one in sorted(proven, key=lambda done: done.proof.path):
        for failure in one.failures:
            grouped.setdefault((failure.proof.path, failure.about, failure.case), []).append(failure)
    for (path, about, case), failures in grouped.items():
        service = failures[0].proof.source.partition("#")[2]
        where = (
            (origins.place(about) if "/" in about else None) or origins.alert(service, about) or origins.place(service)
        )
        told = [one.told for one in failures]
        if failures[0].proof.is_of_routes:
            yield problems.route_not_proven(told, path, where)
        else:
            yield problems.alert_not_proven(about, case, told, path, where)
