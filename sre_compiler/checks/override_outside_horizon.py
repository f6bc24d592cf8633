"""An override is in force on none of the days that are looked at.

It ends before the calendar horizon begins, or begins after it ends. A past one is only in the way; a far one may have the wrong
year.

Bad:

    # calendar_horizon: {from: "2026-01-01", weeks: 52}
    overrides:
      - {person: bo, from: "2025-03-02T09:00", to: "2025-03-03T09:00"}

Good:

    overrides:
      - {person: bo, from: "2026-03-02T09:00", to: "2026-03-03T09:00"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rotas import overrides, worked_out
from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for rota in worked_out(project):
        for _, place, _, (start, end) in overrides(rota):
            if end <= rota.horizon.start:
                yield _finding(place.at("to"), "the calendar horizon begins later", "remove it, or correct its dates")
            elif start >= rota.horizon.end:
                yield _finding(
                    place.at("from"), "the calendar horizon ends earlier", "correct its dates, or lengthen the horizon"
                )


def _finding(where: Place, label: str, advice: str) -> Diagnostic:
    return Diagnostic(
        "override-outside-horizon",
        SEVERITY,
        "an override is outside of the calendar horizon",
        where,
        label=label,
        help=advice,
    )
