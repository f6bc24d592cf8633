"""There are hours in which a page calls nobody at all.

No step of the escalation has anybody on call, while the teams may be paged. Such holes open where the hours of layers do not
meet, in weeks in which clocks are changed in one place and not yet in another, and after the last turn of a schedule. All days of
the calendar horizon are looked at, from the first turn of the policy on.

Bad:

    # a severity pages at all hours
    layers:
      - name: weekdays
        every: 1w
        handoff: {day: mon, at: "09:00"}
        starts: "2026-01-05"
        hours: [{days: [mon, tue, wed, thu, fri], from: "08:00", to: "20:00"}]
        rosters: [{people: [ana, bo]}]

Good:

    layers:
      - name: weekly
        every: 1w
        handoff: {day: mon, at: "09:00"}
        starts: "2026-01-05"
        rosters: [{people: [ana, bo]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rotas import Rota, hours, span, wanted, worked_out
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.ERROR


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for rota in worked_out(project):
        gaps = _gaps(rota, project)
        if gaps:
            yield _finding(rota, gaps)


def _gaps(rota: Rota, project: Setting) -> list[tuple[int, int]]:
    targets = [target for step in rota.policy.escalation for target in step.call]
    missed = rota.unreached(targets)
    if not missed:
        return []
    from sre_compiler import rotas

    return rotas.intersection(missed, wanted(project, rota))


def _finding(rota: Rota, gaps: list[tuple[int, int]]) -> Diagnostic:
    length = hours(sum(end - start for start, end in gaps))
    many = "once" if len(gaps) == 1 else f"{len(gaps)} times"
    return Diagnostic(
        "coverage-gap",
        SEVERITY,
        f"nobody is on call by `{rota.policy.name}` {many} within the horizon, for {length} in all",
        rota.policy.place.at("metadata", "name"),
        label=f"{'first ' if len(gaps) > 1 else ''}nobody from {span(rota, *gaps[0])}",
        help="close the hole with another layer, or let the last step call a team",
    )
